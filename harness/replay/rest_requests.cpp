#include "harness/replay/rest_requests.hpp"

#include "mockorg/base/case_insensitive.hpp"
#include "mockorg/codec/json.hpp"
#include "mockorg/codec/json_writer.hpp"

#include <fmt/core.h>
#include <nlohmann/json.hpp>

namespace rowlock {
namespace {

constexpr std::string_view k_null = "#N/A";

std::string_view cell_named(const RestRecord& record, std::string_view name) {
    for (const auto& cell : record) {
        if (equal_ignoring_case(cell.first, name)) return cell.second;
    }
    return {};
}

void append_cell(JsonWriter& json, std::string_view name, std::string_view cell) {
    json.key(name);
    cell == k_null ? json.null() : json.value(cell);
}

/// `Type:Relation.Field` or `Relation.Field`.
struct ParentColumn {
    std::string_view type;
    std::string_view relation;
    std::string_view field;
};

ParentColumn split_column(std::string_view name) {
    ParentColumn column;
    if (const auto colon = name.find(':'); colon != std::string_view::npos) {
        column.type = name.substr(0, colon);
        name.remove_prefix(colon + 1);
    }
    const auto dot = name.find('.');
    column.field = dot == std::string_view::npos ? name : name.substr(dot + 1);
    if (dot != std::string_view::npos) column.relation = name.substr(0, dot);
    return column;
}

/// Members of a record but those in `skip`.
void append_fields(JsonWriter& json, const RestRecord& record, std::string_view skip) {
    for (const auto& [name, cell] : record) {
        if (cell.empty() || equal_ignoring_case(name, skip)) continue;
        const ParentColumn column = split_column(name);
        if (column.relation.empty()) {
            append_cell(json, name, cell);
            continue;
        }
        json.key(column.relation).begin_object();
        if (!column.type.empty())
            json.key("attributes").begin_object().member("type", column.type).end_object();
        append_cell(json, column.field, cell);
        json.end_object();
    }
}

HttpRequest json_request(std::string method, std::string target) {
    HttpRequest request = request_of(std::move(method), std::move(target));
    request.headers.add("Content-Type", "application/json;charset=UTF-8");
    return request;
}

/// `CODE:message:A,B --` as the Bulk APIs write it.
std::string error_text(const Json& error, const char* code_name) {
    std::string fields;
    if (const auto found = error.find("fields"); found != error.end() && found->is_array()) {
        for (const Json& field : *found) {
            if (!field.is_string()) continue;
            if (!fields.empty()) fields += ',';
            fields += field.get<std::string>();
        }
    }
    if (!fields.empty()) fields += ' ';
    return text_in(error, code_name) + ":" + text_in(error, "message") + ":" + fields + "--";
}

/// What counts as created where the answer does not say.
RowStatus success_of(const Json& result, LoadOperation operation) {
    const auto created = result.find("created");
    if (created != result.end() && created->is_boolean())
        return created->get<bool>() ? RowStatus::created : RowStatus::updated;
    return operation == LoadOperation::insert ? RowStatus::created : RowStatus::updated;
}

Result<KnownOutcome> outcome_in(
    const RequestLine& asked,
    const HttpResponse& answer,
    const Json& result,
    LoadOperation operation
) {
    const auto success = result.is_object() ? result.find("success") : result.end();
    if (!result.is_object() || success == result.end() || !success->is_boolean())
        return Failure{protocol_error(asked, answer, "expected \"success\" of each record")};
    KnownOutcome outcome;
    outcome.id = text_in(result, "id");
    if (success->get<bool>()) {
        outcome.status = success_of(result, operation);
        return outcome;
    }
    outcome.status = RowStatus::failed;
    const auto errors = result.find("errors");
    const bool told = errors != result.end() && errors->is_array() && !errors->empty() &&
                      errors->front().is_object();
    if (!told) return Failure{protocol_error(asked, answer, "expected why a record failed")};
    outcome.error = error_text(errors->front(), "statusCode");
    return outcome;
}

}  // namespace

RestRequests::RestRequests(RestSpec spec, std::string_view api_version)
    : spec_(std::move(spec)), base_(fmt::format("/services/data/v{}", api_version)) {}

HttpRequest RestRequests::deletion(const std::vector<RestRecord>& records) const {
    std::string ids;
    for (const RestRecord& record : records) {
        if (!ids.empty()) ids += ',';
        ids += percent_encode(cell_named(record, "Id"));
    }
    return request_of("DELETE", base_ + "/composite/sobjects?ids=" + ids + "&allOrNone=false");
}

HttpRequest RestRequests::collection(const std::vector<RestRecord>& records) const {
    if (spec_.operation == LoadOperation::remove) return deletion(records);
    const bool inserts = spec_.operation == LoadOperation::insert;
    std::string target = base_ + "/composite/sobjects";
    if (spec_.operation == LoadOperation::upsert)
        target += fmt::format("/{}/{}", spec_.object, percent_encode(spec_.external_id));
    HttpRequest request = json_request(inserts ? "POST" : "PATCH", std::move(target));
    JsonWriter json{request.body};
    json.begin_object().member("allOrNone", false).key("records").begin_array();
    for (const RestRecord& record : records) {
        json.begin_object().key("attributes").begin_object().member("type", spec_.object);
        json.end_object();
        const bool updates = spec_.operation == LoadOperation::update;
        if (updates) json.member("id", cell_named(record, "Id"));
        append_fields(json, record, updates ? "Id" : "");
        json.end_object();
    }
    json.end_array().end_object();
    return request;
}

HttpRequest RestRequests::single(const RestRecord& record) const {
    std::string target = base_ + "/sobjects/" + spec_.object;
    const bool by_id =
        spec_.operation == LoadOperation::update || spec_.operation == LoadOperation::remove;
    std::string_view key;
    if (by_id) key = "Id";
    if (spec_.operation == LoadOperation::upsert) {
        key = spec_.external_id;
        target += '/' + percent_encode(key);
    }
    if (!key.empty()) target += '/' + percent_encode(cell_named(record, key));
    if (spec_.operation == LoadOperation::remove) return request_of("DELETE", std::move(target));
    HttpRequest request = json_request(key.empty() ? "POST" : "PATCH", std::move(target));
    JsonWriter json{request.body};
    json.begin_object();
    append_fields(json, record, key);
    json.end_object();
    return request;
}

Result<std::vector<KnownOutcome>> read_collection(
    const RequestLine& asked,
    const HttpResponse& answer,
    std::size_t records,
    LoadOperation operation
) {
    if (answer.status >= 400) return Failure{refusal(asked, answer)};
    const auto json = parse_json(answer.body);
    if (answer.status != 200 || !json || !json->is_array() || json->size() != records) {
        return Failure{protocol_error(
            asked, answer, fmt::format("expected a JSON array about {} records", records)
        )};
    }
    std::vector<KnownOutcome> outcomes;
    outcomes.reserve(records);
    for (const Json& result : *json) {
        auto outcome = outcome_in(asked, answer, result, operation);
        if (!outcome) return Failure{std::move(outcome.error())};
        outcomes.push_back(std::move(*outcome));
    }
    return outcomes;
}

Result<KnownOutcome> read_single(
    const RequestLine& asked, const HttpResponse& answer, LoadOperation operation
) {
    const auto json = parse_json(answer.body);
    if (answer.status == 204) return KnownOutcome{success_of(Json::object(), operation), {}, {}};
    if (answer.status == 200 || answer.status == 201) {
        if (json && json->is_object()) return outcome_in(asked, answer, *json, operation);
        return Failure{protocol_error(asked, answer, "expected a JSON object")};
    }
    const bool told = json && json->is_array() && !json->empty() && json->front().is_object();
    // A doubled external id answers with addresses instead of errors. [bulk-api 6.6]
    if (answer.status == 300)
        return KnownOutcome{
            RowStatus::failed, {}, "DUPLICATE_EXTERNAL_ID:more than one record found:--"};
    if (answer.status >= 500 || !told) return Failure{refusal(asked, answer)};
    const Reaction needed = reaction(text_in(json->front(), "errorCode"));
    if (needed == Reaction::stop || needed == Reaction::retry_batch)
        return Failure{refusal(asked, answer)};
    return KnownOutcome{RowStatus::failed, {}, error_text(json->front(), "errorCode")};
}

}  // namespace rowlock
