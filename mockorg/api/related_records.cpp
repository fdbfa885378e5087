#include "mockorg/api/related_records.hpp"

#include "mockorg/api/ask.hpp"
#include "mockorg/api/name_list.hpp"
#include "mockorg/api/query_page.hpp"
#include "mockorg/api/record_json.hpp"
#include "mockorg/api/record_reading.hpp"
#include "mockorg/schema/child_relationship_name.hpp"

#include <fmt/format.h>

#include <string>
#include <utility>
#include <vector>

namespace rowlock {
namespace {

const Error k_nowhere{ErrorCode::not_found, "The requested resource does not exist", {}};

std::vector<std::string> all_fields(const ObjectType& object) {
    std::vector<std::string> names;
    for (const Field& field : object.fields()) names.push_back(field.name);
    return names;
}

void ask_children(
    ApiContext& context, const Call& call, const std::string& id, const ChildRelationship& children
) {
    const ObjectType& child = context.org.config().schema->object(children.child);
    auto fields = split_names(call.target.parameter("fields"));
    if (fields.empty()) fields = all_fields(child);
    RunQuery query;
    query.soql = fmt::format(
        "SELECT {} FROM {} WHERE {} = {}",
        fmt::join(fields, ","),
        child.name,
        child.field(children.field).name,
        soql_text(id)
    );
    ask(context, call, std::move(query), [version = call.api_version](const RunQuery::Reply& page) {
        return query_page_response(page, version);
    });
}

void ask_parent(ApiContext& context, const Call& call, const std::string& id) {
    const Schema& schema = *context.org.config().schema;
    const auto parsed = RecordId::parse(id);
    const ObjectType* object = parsed ? schema.find_by_prefix(parsed->prefix()) : nullptr;
    if (object == nullptr) return refuse(call, k_nowhere);
    ask(context,
        call,
        GetRecord{object->name, id, split_names(call.target.parameter("fields"))},
        [version = call.api_version](const RecordFields& record) {
            return record_response(record, version);
        });
}

}  // namespace

bool means_related_records(const Org& org, const Call& call) {
    const ObjectType* object = org.config().schema->find(call.arguments.at(0));
    return object != nullptr && object->find_field(call.arguments.at(1)) == nullptr &&
           RecordId::parse(call.arguments.at(1)).has_value();
}

void answer_related_records(ApiContext& context, const Call& call) {
    const Schema& schema = *context.org.config().schema;
    const ObjectType& object = *schema.find(call.arguments.at(0));
    const std::string& name = call.arguments.at(2);
    const Field* reference = object.find_relationship(name);
    const ChildRelationship* children = find_child_relationship(schema, object.number, name);
    if (reference == nullptr && children == nullptr) return refuse(call, k_nowhere);
    GetRecord request{object.name, call.arguments.at(1), {"Id"}};
    if (reference != nullptr) request.fields.push_back(reference->name);
    context.org
        .submit(context.org.now(), std::move(request), [&](const Result<RecordFields>& record) {
            if (!record) return refuse(call, record.error());
            if (reference == nullptr)
                return ask_children(context, call, record->id.text(), *children);
            ask_parent(context, call, field_text(*record, reference->name));
        });
}

}  // namespace rowlock
