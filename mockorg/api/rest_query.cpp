#include "mockorg/api/ask.hpp"
#include "mockorg/api/faces.hpp"
#include "mockorg/api/query_page.hpp"
#include "mockorg/api/record_reading.hpp"
#include "mockorg/api/responses.hpp"
#include "mockorg/base/case_insensitive.hpp"
#include "mockorg/codec/json_writer.hpp"
#include "mockorg/codec/numbers.hpp"
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

/// One plan, which looks at every record: how the org finds them is no optimizer's choice. [REST
/// API guide: query explain]
void explain(ApiContext& context, const Call& call) {
    const std::string soql{call.target.parameter("explain")};
    const auto query = soql::parse_query(soql);
    if (!query) return refuse(call, query.error());
    const std::uint64_t all = count_records(context.org, query->object).value_or(0);
    RunQuery request;
    request.soql = soql;
    ask(context,
        call,
        std::move(request),
        [soql, all, object = query->object](const RunQuery::Reply& page) {
            std::string body;
            JsonWriter json{body};
            json.begin_object().key("plans").begin_array().begin_object();
            json.member("cardinality", page.total).key("fields").begin_array().end_array();
            json.member("leadingOperationType", "TableScan");
            json.key("notes").begin_array().end_array();
            json.member("relativeCost", 1.0)
                .member("sobjectCardinality", all)
                .member("sobjectType", object)
                .end_object()
                .end_array()
                .member("sourceQuery", soql)
                .end_object();
            return json_response(200, std::move(body));
        });
}

/// Every record is in every scope here, which whoever counts on another should know.
void advise_on_scope(const ApiContext& context, std::string_view soql) {
    if (!context.options.advise) return;
    if (to_lower(soql).find(" using scope ") == std::string::npos) return;
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

constexpr Route k_routes[] = {
    {"GET", "/services/data/{version}/query", query<false>},
    {"GET", "/services/data/{version}/queryAll", query<true>},
    {"GET", "/services/data/{version}/query/{locator}", more},
    {"GET", "/services/data/{version}/queryAll/{locator}", more},
    {"GET", "/services/data/{version}/tooling/query", query<false>},
    {"GET", "/services/data/{version}/tooling/query/{locator}", more},
};

}  // namespace

std::span<const Route> rest_query_routes() {
    return k_routes;
}

}  // namespace rowlock
