#include "mockorg/engine/query_executor.hpp"

#include "mockorg/engine/group_query.hpp"
#include "mockorg/engine/query_columns.hpp"
#include "mockorg/engine/query_pages.hpp"
#include "mockorg/engine/record_access.hpp"
#include "mockorg/engine/record_json.hpp"
#include "mockorg/engine/row_selection.hpp"
#include "mockorg/engine/select_tree.hpp"
#include "mockorg/schema/setup_objects.hpp"
#include "mockorg/soql/parser.hpp"
#include "mockorg/soql/path.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <utility>

namespace rowlock {
namespace {

constexpr std::size_t k_setup_rows_max = 2'000;

/// Shows all children: of set-up records there are few.
class AllChildren final : public ChildPages {
public:
    std::size_t take(std::size_t children) override { return children; }

    std::string keep(const ChildQuery&, std::vector<std::uint32_t>, std::size_t) override {
        return {};
    }
};

RunQuery::Reply count_reply(std::uint64_t count) {
    RunQuery::Reply reply;
    reply.total = count;
    reply.count_only = true;
    reply.columns.push_back({"count", "COUNT()", true, {}});
    return reply;
}

}  // namespace

Result<RunQuery::Reply> QueryExecutor::run(const RunQuery& request) {
    const auto query = soql::parse_query(request.soql);
    if (!query) return tl::unexpected{query.error()};
    const bool include_deleted = request.include_deleted || query->all_rows;
    const auto access = record_access(*query, world_.store, world_.foundation->instance);
    const Store& records = access ? *access : records_of(*query);
    const QueryScope scope{records, request.soql, day_of(world_.now), include_deleted};
    const auto object = soql::bind_object(scope.schema(), *query, request.soql);
    if (!object) return tl::unexpected{object.error()};
    if (query->count_only) {
        const auto count = count_rows(scope, **object, *query);
        if (!count) return tl::unexpected{count.error()};
        return count_reply(*count);
    }
    if (query->is_aggregate()) return run_group_query(scope, **object, *query);
    return run_records(scope, **object, *query, request.page_size);
}

const Store& QueryExecutor::records_of(const soql::Query& query) const {
    const bool is_own = world_.schema().find(query.object) != nullptr;
    if (is_own || setup_schema()->find(query.object) == nullptr) return world_.store;
    if (!world_.setup) {
        world_.setup =
            std::make_shared<const SetupRecords>(world_.schema(), world_.foundation->instance);
    }
    return world_.setup->store();
}

Result<RunQuery::Reply> QueryExecutor::run_records(
    const QueryScope& scope,
    const ObjectType& object,
    const soql::Query& query,
    std::uint32_t page_size
) {
    auto fields = select_tree(scope, object, query);
    if (!fields) return tl::unexpected{fields.error()};
    auto rows = select_row_list(scope, object, query);
    if (!rows) return tl::unexpected{rows.error()};
    if (&scope.store != &world_.store) return run_setup(scope, object, *fields, rows->to_vector());
    QueryCursor cursor;
    cursor.object = object.number;
    cursor.rows = std::make_shared<const RowList>(std::move(*rows));
    cursor.page_size = std::max(1U, page_size);
    std::vector<QueryColumn> columns = query_columns(*fields);
    cursor.fields = std::move(*fields);
    RunQuery::Reply reply = QueryPages{world_}.first(std::move(cursor));
    reply.columns = std::move(columns);
    return reply;
}

/// Set-up objects have one page only. [client: EXCEEDED_ID_LIMIT of EntityDefinition]
Result<RunQuery::Reply> QueryExecutor::run_setup(
    const QueryScope& scope,
    const ObjectType& object,
    const std::vector<FieldNode>& fields,
    const std::vector<std::uint32_t>& rows
) const {
    if (rows.size() > k_setup_rows_max) {
        return fail(
            ErrorCode::exceeded_id_limit,
            object.name +
                " does not support queryMore(), use LIMIT to restrict the results to a "
                "single batch"
        );
    }
    RunQuery::Reply reply;
    reply.total = rows.size();
    reply.columns = query_columns(fields);
    AllChildren children;
    for (const std::uint32_t row : rows) {
        reply.records.push_back(record_fields(scope.store, {object.number, row}, fields, &children)
        );
    }
    return reply;
}

Result<RunQuery::Reply> QueryExecutor::more(const QueryMore& request) {
    return QueryPages{world_}.more(request.locator);
}

Result<RecordFields> QueryExecutor::get(const GetRecord& request) const {
    const auto not_found = [] {
        return fail(ErrorCode::not_found, "The requested resource does not exist");
    };
    const ObjectType* object = world_.schema().find(request.object);
    if (object == nullptr) return not_found();
    const auto id = RecordId::parse(request.id);
    if (!id) return fail(ErrorCode::malformed_id, "malformed id " + request.id);
    const auto record = world_.store.find(*id);
    if (!record || record->object != object->number) return not_found();
    if (world_.store.state(*record) != RowState::live) {
        return fail(ErrorCode::entity_is_deleted, "entity is deleted");
    }
    std::vector<FieldNo> fields;
    for (const std::string& name : request.fields) {
        const Field* field = object->find_field(name);
        if (field == nullptr) {
            return fail(
                ErrorCode::invalid_field,
                fmt::format("No such column '{}' on sobject of type {}", name, object->name)
            );
        }
        fields.push_back(field->number);
    }
    if (request.fields.empty()) {
        for (const Field& field : object->fields()) fields.push_back(field.number);
    }
    return record_fields(world_.store, *record, fields);
}

}  // namespace rowlock
