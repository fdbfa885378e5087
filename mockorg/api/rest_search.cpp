#include "mockorg/api/ask.hpp"
#include "mockorg/api/bulk2_calls.hpp"
#include "mockorg/api/error_body.hpp"
#include "mockorg/api/faces.hpp"
#include "mockorg/api/json_body.hpp"
#include "mockorg/api/record_json.hpp"
#include "mockorg/api/responses.hpp"
#include "mockorg/api/search_parameters.hpp"
#include "mockorg/api/search_query.hpp"
#include "mockorg/codec/json_writer.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <string_view>
#include <utility>

namespace rowlock {
namespace {

/// Before this version the records came without an object around them. [REST API guide: search]
constexpr double k_object_since = 37.0;
/// [REST API guide: parameterized search]
constexpr double k_parameters_since = 36.0;

HttpResponse malformed_search(std::string_view message) {
    return error_response({ErrorCode::malformed_search, std::string{message}, {}});
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
        searched.name.text = object.name;
        named.push_back(searched);
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

/// What a search has found so far, or how it is refused.
struct SearchRun {
    Org& org;
    std::string_view sosl;
    std::vector<RecordFields> found;
    std::optional<HttpResponse> refusal;
};

/// The last of an org's own ids that a search looks at. Ids of other orgs follow no order.
std::optional<RecordId> last_searched(
    const Org& org, const SearchQuery& search, const ObjectType& object
) {
    if (org.config().adopt_unknown_ids) return std::nullopt;
    const std::size_t looks = org.config().search_looks_max;
    return org.id_of({object.number, searched_rows_max(search, object, looks) - 1});
}

/// False once the search is refused.
bool search_object(SearchRun& run, const SearchQuery& search, const SearchedObject& wanted) {
    const std::string_view name = wanted.name.text;
    const ObjectType* object = run.org.config().schema->find(name);
    if (object == nullptr) {
        run.refusal = error_response(
            {ErrorCode::invalid_type, fmt::format("sObject type '{}' is not supported.", name), {}}
        );
        return false;
    }
    const SearchSoql query{search, *object, wanted, last_searched(run.org, search, *object)};
    if (query.text().empty()) return true;
    if (const auto fits = query.check(run.sosl); !fits) {
        run.refusal = malformed_search(fits.error());
        return false;
    }
    auto records = find_records(run.org, query.text());
    if (!records) {
        run.refusal = error_response(query.retold(records.error(), run.sosl));
        return false;
    }
    std::move(records->begin(), records->end(), std::back_inserter(run.found));
    return true;
}

void answer_search(ApiContext& context, const Call& call, std::string_view sosl) {
    const auto query = parse_search(sosl);
    if (!query) return call.respond(malformed_search(query.error()));
    SearchRun run{context.org, sosl, {}, {}};
    const bool all_objects = query->objects.empty();
    for (const SearchedObject& wanted :
         all_objects ? named_objects(*context.org.config().schema) : query->objects) {
        // Of objects that the search does not name nothing can be wrong.
        if (all_objects && run.found.size() >= query->limit) break;
        if (!search_object(run, *query, wanted)) return call.respond(std::move(*run.refusal));
    }
    run.found.resize(std::min(run.found.size(), query->limit));
    const bool in_object = call.api_version >= k_object_since;
    std::string body;
    JsonWriter json{body};
    if (in_object) json.begin_object().key("searchRecords");
    json.begin_array();
    for (const RecordFields& record : run.found) append_record(json, record, call.api_version);
    json.end_array();
    if (in_object) json.end_object();
    call.respond(json_response(200, std::move(body)));
}

void search(ApiContext& context, Call call) {
    answer_search(context, call, call.target.parameter("q"));
}

Result<SearchParameters> parameters_of(const Call& call) {
    if (call.request.method != "POST") return read_search_parameters(call.target);
    const auto type = expect_media_type(call.request, {"application/json"});
    if (!type) return Failure{type.error()};
    return read_search_parameters(call.request.body);
}

void parameterized_search(ApiContext& context, Call call) {
    if (call.api_version < k_parameters_since) return refuse(call, no_such_resource());
    const auto parameters = parameters_of(call);
    if (!parameters) return refuse(call, parameters.error());
    const auto sosl = sosl_of(*parameters);
    if (!sosl) return refuse(call, sosl.error());
    answer_search(context, call, *sosl);
}

constexpr Route k_rest_search_routes[] = {
    {"GET", "/services/data/{version}/search", search},
    {"GET", "/services/data/{version}/parameterizedSearch", parameterized_search},
    {"POST", "/services/data/{version}/parameterizedSearch", parameterized_search},
};

}  // namespace

std::span<const Route> rest_search_routes() {
    return k_rest_search_routes;
}

}  // namespace rowlock
