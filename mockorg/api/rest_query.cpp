#include "mockorg/api/ask.hpp"
#include "mockorg/api/faces.hpp"
#include "mockorg/api/job_json.hpp"
#include "mockorg/api/record_json.hpp"
#include "mockorg/api/responses.hpp"
#include "mockorg/codec/numbers.hpp"

#include <fmt/format.h>

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

void begin_column(JsonWriter& json, std::string_view name, std::string_view shown, bool aggregate) {
    json.begin_object()
        .member("aggregate", aggregate)
        .member("columnName", name)
        .member("displayName", shown)
        .key("joinColumns")
        .begin_array();
}

void append_columns_of(JsonWriter& json, const RecordFields& record) {
    visit_members(
        record,
        [&](const std::string& name, const std::string&) {
            begin_column(json, name, name, false);
            json.end_array().end_object();
        },
        [&](const RecordFields::Parent& parent) {
            begin_column(json, parent.name, parent.name, true);
            if (!parent.record.empty()) append_columns_of(json, parent.record.front());
            json.end_array().end_object();
        }
    );
}

/// What `columns=true` adds: the columns by their canonical names, as the first record has them.
void append_columns(JsonWriter& json, const RunQuery::Reply& page) {
    json.key("columnMetadata").begin_array();
    if (page.count_only) {
        begin_column(json, "count", "COUNT()", true);
        json.end_array().end_object();
    }
    if (!page.records.empty()) append_columns_of(json, page.records.front());
    json.end_array();
}

HttpResponse page_response(const RunQuery::Reply& page, double api_version, bool with_columns) {
    std::string body;
    JsonWriter json{body};
    json.begin_object().member("totalSize", page.total).member("done", !page.next_locator);
    if (page.next_locator) {
        json.member(
            "nextRecordsUrl",
            fmt::format(
                "/services/data/v{}/query/{}", version_text(api_version), *page.next_locator
            )
        );
    }
    json.key("records").begin_array();
    for (const RecordFields& record : page.records) append_record(json, record, api_version);
    json.end_array();
    if (with_columns) append_columns(json, page);
    json.end_object();
    return json_response(200, std::move(body));
}

template <bool include_deleted>
void query(ApiContext& context, Call call) {
    if (call.target.parameter("q").empty()) {
        return refuse(call, {ErrorCode::malformed_query, "A query string has to be specified", {}});
    }
    RunQuery request;
    request.soql = call.target.parameter("q");
    request.include_deleted = include_deleted;
    request.page_size = page_size(call.request.headers);
    const bool with_columns = call.target.parameter("columns") == "true";
    ask(context,
        call,
        std::move(request),
        [version = call.api_version, with_columns](const RunQuery::Reply& page) {
            return page_response(page, version, with_columns);
        });
}

void more(ApiContext& context, Call call) {
    QueryMore request{call.arguments.at(0)};
    ask(context,
        call,
        std::move(request),
        [version = call.api_version](const RunQuery::Reply& page) {
            return page_response(page, version, false);
        });
}

constexpr Route k_routes[] = {
    {"GET", "/services/data/{version}/query", query<false>},
    {"GET", "/services/data/{version}/queryAll", query<true>},
    {"GET", "/services/data/{version}/query/{locator}", more},
    {"GET", "/services/data/{version}/queryAll/{locator}", more},
};

}  // namespace

std::span<const Route> rest_query_routes() {
    return k_routes;
}

}  // namespace rowlock
