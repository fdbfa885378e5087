#include "mockorg/api/query_page.hpp"

#include "mockorg/api/record_json.hpp"
#include "mockorg/api/responses.hpp"

#include <utility>

namespace rowlock {
namespace {

void append_columns(JsonWriter& json, const std::vector<QueryColumn>& columns) {
    json.begin_array();
    for (const QueryColumn& column : columns) {
        json.begin_object()
            .member("aggregate", column.aggregate)
            .member("columnName", column.name)
            .member("displayName", column.shown)
            .key("joinColumns");
        append_columns(json, column.joined);
        json.end_object();
    }
    json.end_array();
}

}  // namespace

HttpResponse query_page_response(
    const RunQuery::Reply& page, double api_version, bool with_columns
) {
    std::string body;
    JsonWriter json{body};
    json.begin_object();
    append_page(json, page.total, page.next_locator, page.records, api_version);
    if (with_columns) {
        json.key("columnMetadata");
        append_columns(json, page.columns);
    }
    json.end_object();
    return json_response(200, std::move(body));
}

}  // namespace rowlock
