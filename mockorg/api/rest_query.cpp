#include "mockorg/api/ask.hpp"
#include "mockorg/api/faces.hpp"
#include "mockorg/api/query_page.hpp"
#include "mockorg/api/record_reading.hpp"
#include "mockorg/api/responses.hpp"
#include "mockorg/base/case_insensitive.hpp"
#include "mockorg/codec/json_writer.hpp"
#include "mockorg/codec/numbers.hpp"
#include "mockorg/engine/index_choice.hpp"
#include "mockorg/soql/parser.hpp"

#include <algorithm>
#include <utility>

namespace rowlock {
namespace {

constexpr std::int64_t k_page_max = 2000;
constexpr std::int64_t k_page_min = 200;

/// `Sforce-Query-Options: batchSize=500`; what is out of range goes to its nearest end.
std::uint32_t page_size(const HttpHeaders& headers) {
    constexpr std::string_view k_option = "batchSize=";
    const std::string_view options = headers.get("Sforce-Query-Options");
    const std::size_t at = options.find(k_option);
    if (at == std::string_view::npos) return k_page_max;
    std::string_view number = options.substr(at + k_option.size());
    number = number.substr(0, number.find_first_not_of("0123456789"));
    const std::int64_t size = parse_integer(number).value_or(k_page_max);
    return static_cast<std::uint32_t>(std::clamp(size, k_page_min, k_page_max));
}

struct QueryPlan {
    /// By whose indexes the records are found; none: every record is looked at.
    std::vector<std::string> fields;
    std::uint64_t cardinality = 0;
    std::uint64_t of_object = 0;
    std::string object;
};

void append_plan(JsonWriter& json, const QueryPlan& plan) {
    const bool has_index = !plan.fields.empty();
    const double share = static_cast<double>(plan.cardinality) /
                         static_cast<double>(std::max<std::uint64_t>(plan.of_object, 1));
    json.begin_object().member("cardinality", plan.cardinality).key("fields").begin_array();
    for (const std::string& field : plan.fields) json.value(field);
    json.end_array().member("leadingOperationType", has_index ? "Index" : "TableScan");
    json.key("notes").begin_array().end_array();
    json.member("relativeCost", has_index ? share : 1.0)
        .member("sobjectCardinality", plan.of_object)
        .member("sobjectType", plan.object)
        .end_object();
}

/// The plan with an index, if there is one, and the one that looks at every record.
std::string plans_body(const std::string& soql, QueryPlan plan) {
    std::string body;
    JsonWriter json{body};
    json.begin_object().key("plans").begin_array();
    if (!plan.fields.empty()) append_plan(json, plan);
    plan.fields.clear();
    append_plan(json, plan);
    json.end_array().member("sourceQuery", soql).end_object();
    return body;
}

/// [REST API guide: query explain]
void explain(ApiContext& context, const Call& call) {
    const std::string soql{call.target.parameter("explain")};
    const auto query = soql::parse_query(soql);
    if (!query) return refuse(call, query.error());
    QueryPlan plan;
    plan.fields = fields_leading_to_rows(*context.org.config().schema, *query, soql);
    plan.object = query->object;
    plan.of_object = count_records(context.org, query->object).value_or(0);
    RunQuery request;
    request.soql = soql;
    request.takes_locks = false;
    ask(context, call, std::move(request), [soql, plan](const RunQuery::Reply& page) {
        QueryPlan counted = plan;
        counted.cardinality = page.total;
        return json_response(200, plans_body(soql, std::move(counted)));
    });
}

/// Every record is in every scope here, which whoever counts on another should know.
void advise_on_scope(const ApiContext& context, std::string_view soql) {
    if (!context.options.advise) return;
    const auto query = soql::parse_query(soql);
    if (!query || !query->has_scope) return;
    context.options.advise(
        "a query asks for USING SCOPE, which has no meaning here: it sees every record"
    );
}

template <bool include_deleted>
void query(ApiContext& context, Call call) {
    if (!call.target.parameter("explain").empty()) return explain(context, call);
    if (call.target.parameter("q").empty()) {
        return refuse(call, {ErrorCode::malformed_query, "A query string has to be specified", {}});
    }
    RunQuery request;
    request.soql = call.target.parameter("q");
    request.include_deleted = include_deleted;
    advise_on_scope(context, request.soql);
    request.page_size = page_size(call.request.headers);
    const bool with_columns = call.target.parameter("columns") == "true";
    ask(context,
        call,
        std::move(request),
        [version = call.api_version, with_columns](const RunQuery::Reply& page) {
            return query_page_response(page, version, with_columns);
        });
}

void more(ApiContext& context, Call call) {
    QueryMore request{call.arguments.at(0)};
    ask(context,
        call,
        std::move(request),
        [version = call.api_version](const RunQuery::Reply& page) {
            return query_page_response(page, version);
        });
}

constexpr Route k_rest_query_routes[] = {
    {"GET", "/services/data/{version}/query", query<false>},
    {"GET", "/services/data/{version}/queryAll", query<true>},
    {"GET", "/services/data/{version}/query/{locator}", more},
    {"GET", "/services/data/{version}/queryAll/{locator}", more},
    {"GET", "/services/data/{version}/tooling/query", query<false>},
    {"GET", "/services/data/{version}/tooling/query/{locator}", more},
};

}  // namespace

std::span<const Route> rest_query_routes() {
    return k_rest_query_routes;
}

}  // namespace rowlock
