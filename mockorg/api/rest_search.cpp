#include "mockorg/api/ask.hpp"
#include "mockorg/api/faces.hpp"
#include "mockorg/api/record_json.hpp"
#include "mockorg/api/responses.hpp"
#include "mockorg/api/search_query.hpp"

#include <algorithm>
#include <utility>

namespace rowlock {
namespace {

/// Before this version the records came without an object around them. [REST API guide: search]
constexpr double k_object_since = 37.0;

HttpResponse malformed_search(std::string_view message) {
    std::string body;
    JsonWriter{body}
        .begin_array()
        .begin_object()
        .member("message", message)
        .member("errorCode", "MALFORMED_SEARCH")
        .end_object()
        .end_array();
    return json_response(400, std::move(body));
}

/// Every object whose records have a name.
std::vector<SearchedObject> named_objects(const Schema& schema) {
    std::vector<SearchedObject> named;
    for (const ObjectType& object : schema.objects()) {
        const auto& fields = object.fields();
        const bool has_name =
            std::any_of(fields.begin(), fields.end(), [](const Field& f) { return f.name_field; });
        if (!has_name) continue;
        SearchedObject searched;
        searched.name = object.name;
        named.push_back(std::move(searched));
    }
    return named;
}

Result<std::vector<RecordFields>> find_records(Org& org, std::string soql) {
    RunQuery query;
    query.soql = std::move(soql);
    Result<std::vector<RecordFields>> records;
    org.submit(org.now(), std::move(query), [&](Result<RunQuery::Reply> reply) {
        if (reply) {
            records = std::move(reply->records);
        } else {
            records = Failure{reply.error()};
        }
    });
    return records;
}

Result<std::vector<RecordFields>> run_search(Org& org, const SearchQuery& search) {
    const Schema& schema = *org.config().schema;
    std::vector<RecordFields> found;
    for (const SearchedObject& wanted :
         search.objects.empty() ? named_objects(schema) : search.objects) {
        const ObjectType* object = schema.find(wanted.name);
        if (object == nullptr) {
            return fail(
                ErrorCode::invalid_type, "sObject type '" + wanted.name + "' is not supported."
            );
        }
        std::string soql = soql_of(search, *object, wanted);
        if (soql.empty()) continue;
        auto records = find_records(org, std::move(soql));
        if (!records) return records;
        std::move(records->begin(), records->end(), std::back_inserter(found));
    }
    if (found.size() > search.limit) {
        found.erase(found.begin() + static_cast<std::ptrdiff_t>(search.limit), found.end());
    }
    return found;
}

void search(ApiContext& context, Call call) {
    const auto query = parse_search(call.target.parameter("q"));
    if (!query) return call.respond(malformed_search(query.error().message));
    const auto records = run_search(context.org, *query);
    if (!records) return refuse(call, records.error());
    const bool in_object = call.api_version >= k_object_since;
    std::string body;
    JsonWriter json{body};
    if (in_object) json.begin_object().key("searchRecords");
    json.begin_array();
    for (const RecordFields& record : *records) append_record(json, record, call.api_version);
    json.end_array();
    if (in_object) json.end_object();
    call.respond(json_response(200, std::move(body)));
}

constexpr Route k_routes[] = {
    {"GET", "/services/data/{version}/search", search},
};

}  // namespace

std::span<const Route> rest_search_routes() {
    return k_routes;
}

}  // namespace rowlock
