#include "mockorg/api/ask.hpp"
#include "mockorg/api/collection.hpp"
#include "mockorg/api/faces.hpp"
#include "mockorg/api/json_body.hpp"
#include "mockorg/api/name_list.hpp"
#include "mockorg/api/record_json.hpp"
#include "mockorg/api/record_write.hpp"
#include "mockorg/api/responses.hpp"
#include "mockorg/base/case_insensitive.hpp"

#include <fmt/core.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <utility>

namespace rowlock {
namespace {

/// [REST API guide: sObject Collections]
constexpr std::size_t k_writes_max = 200;
constexpr std::size_t k_reads_max = 2000;

Failure too_many(std::size_t max) {
    return fail(
        ErrorCode::exceeded_id_limit,
        fmt::format("record limit reached. cannot submit more than {} records into this call", max)
    );
}

/// Takes `id`, in any letter case, out of the fields.
std::string take_id(std::vector<FieldText>& fields) {
    const auto found = std::find_if(fields.begin(), fields.end(), [](const FieldText& field) {
        return equal_ignoring_case(field.first, "Id");
    });
    if (found == fields.end()) return {};
    std::string id = found->second.value_or(std::string{});
    fields.erase(found);
    return id;
}

/// The object that a record says it is of.
Result<std::string> object_of(const Schema& schema, const Json& record) {
    const std::string name = record.is_object() ? record_type(record) : std::string{};
    if (name.empty()) {
        return fail(ErrorCode::invalid_type, "The record's attributes must name its type");
    }
    if (schema.find(name) == nullptr) {
        return fail(
            ErrorCode::invalid_type, fmt::format("sObject type '{}' is not supported.", name)
        );
    }
    return name;
}

/// `key`: what an upsert finds its records by, together with their object.
struct WriteTerms {
    Operation operation = Operation::insert;
    std::string object = {};
    std::string key = {};
};

Result<WriteRecord> read_row(const Schema& schema, const WriteTerms& terms, const Json& record) {
    WriteRecord write;
    write.operation = terms.operation;
    write.object = terms.object;
    write.external_id_field = terms.key;
    if (terms.object.empty()) {
        auto object = object_of(schema, record);
        if (!object) return Failure{object.error()};
        write.object = std::move(*object);
    }
    auto fields = read_record_fields(record, schema.find(write.object));
    if (!fields) return Failure{fields.error()};
    write.fields = std::move(*fields);
    if (terms.operation == Operation::update) write.id = take_id(write.fields);
    return write;
}

Result<Collection> read_collection(
    const ApiContext& context, const Call& call, const WriteTerms& terms
) {
    if (auto type = expect_media_type(call.request, {"application/json"}); !type)
        return Failure{type.error()};
    const auto body = parse_json_object(call.request.body);
    if (!body) return Failure{body.error()};
    const auto all_or_none = flag_member(*body, "allOrNone");
    if (!all_or_none) return Failure{all_or_none.error()};
    const auto records = body->find("records");
    if (records == body->end() || !records->is_array()) {
        return fail(ErrorCode::json_parser_error, "The member 'records' must be an array");
    }
    if (records->size() > k_writes_max) return too_many(k_writes_max);
    Collection collection{*all_or_none};
    for (const Json& record : *records) {
        collection.add(read_row(*context.org.config().schema, terms, record));
    }
    return collection;
}

void submit(ApiContext& context, const Call& call, Result<Collection> collection, bool upserts) {
    if (!collection) return refuse(call, collection.error());
    std::move(*collection)
        .submit(context.org, [respond = call.respond, upserts](Result<WriteRecords::Reply> reply) {
            respond(
                reply ? json_response(200, collection_json(*reply, upserts))
                      : error_response(reply.error())
            );
        });
}

void create(ApiContext& context, Call call) {
    submit(context, call, read_collection(context, call, {Operation::insert}), false);
}

void update(ApiContext& context, Call call) {
    submit(context, call, read_collection(context, call, {Operation::update}), false);
}

void upsert(ApiContext& context, Call call) {
    const WriteTerms terms{Operation::upsert, call.arguments.at(0), call.arguments.at(1)};
    submit(context, call, read_collection(context, call, terms), true);
}

Result<Collection> read_removals(const ApiContext& context, const Call& call) {
    const auto ids = split_names(call.target.parameter("ids"));
    if (ids.empty()) return fail(ErrorCode::missing_argument, "The parameter 'ids' is missing");
    if (ids.size() > k_writes_max) return too_many(k_writes_max);
    const std::string_view all_or_none = call.target.parameter("allOrNone");
    const bool wanted = equal_ignoring_case(all_or_none, "true");
    if (!wanted && !all_or_none.empty() && !equal_ignoring_case(all_or_none, "false")) {
        return fail(
            ErrorCode::client_input_error, "The parameter 'allOrNone' must be true or false"
        );
    }
    Collection collection{wanted};
    for (const std::string& id : ids) {
        collection.add(write_by_id(*context.org.config().schema, Operation::remove, id));
    }
    return collection;
}

void remove(ApiContext& context, Call call) {
    submit(context, call, read_removals(context, call), false);
}

struct Reading {
    std::vector<std::string> ids;
    std::vector<std::string> fields;
};

Result<std::vector<std::string>> text_list(const Json& body, const std::string& name) {
    const auto list = body.find(name);
    std::vector<std::string> texts;
    const bool is_list =
        list != body.end() && list->is_array() &&
        std::all_of(list->begin(), list->end(), [](const Json& item) { return item.is_string(); });
    if (!is_list) {
        return fail(
            ErrorCode::json_parser_error, "The member '" + name + "' must be an array of strings"
        );
    }
    for (const Json& item : *list) texts.push_back(item.get<std::string>());
    return texts;
}

Result<Reading> reading_in_body(const Call& call) {
    const auto body = parse_json_object(call.request.body);
    if (!body) return Failure{body.error()};
    auto ids = text_list(*body, "ids");
    if (!ids) return Failure{ids.error()};
    auto fields = text_list(*body, "fields");
    if (!fields) return Failure{fields.error()};
    return Reading{std::move(*ids), std::move(*fields)};
}

/// Appends the record, or null for one that is not there. Fails for unknown fields and objects.
Result<void> append_read(
    ApiContext& context, const Call& call, GetRecord request, JsonWriter& json
) {
    Result<void> outcome;
    context.org
        .submit(context.org.now(), std::move(request), [&](const Result<RecordFields>& record) {
            if (record) {
                append_record(json, *record, call.api_version);
            } else if (record.error().code == ErrorCode::invalid_field) {
                outcome = Failure{record.error()};
            } else {
                json.null();
            }
        });
    return outcome;
}

void read(ApiContext& context, const Call& call, const Result<Reading>& reading) {
    if (!reading) return refuse(call, reading.error());
    if (context.org.config().schema->find(call.arguments.at(0)) == nullptr) {
        return refuse(call, {ErrorCode::not_found, "The requested resource does not exist", {}});
    }
    if (reading->ids.size() > k_reads_max) return refuse(call, too_many(k_reads_max).value());
    if (reading->ids.empty() || reading->fields.empty()) {
        return refuse(
            call, {ErrorCode::missing_argument, "Both 'ids' and 'fields' are needed", {}}
        );
    }
    std::string body;
    JsonWriter json{body};
    json.begin_array();
    for (const std::string& id : reading->ids) {
        GetRecord request{call.arguments.at(0), id, reading->fields};
        const auto appended = append_read(context, call, std::move(request), json);
        if (!appended) return refuse(call, appended.error());
    }
    json.end_array();
    call.respond(json_response(200, std::move(body)));
}

void read_by_query(ApiContext& context, Call call) {
    const Reading reading{
        split_names(call.target.parameter("ids")), split_names(call.target.parameter("fields"))};
    read(context, call, reading);
}

void read_by_body(ApiContext& context, Call call) {
    read(context, call, reading_in_body(call));
}

constexpr std::string_view k_all = "/services/data/{version}/composite/sobjects";
constexpr std::string_view k_object = "/services/data/{version}/composite/sobjects/{object}";
constexpr std::string_view k_key = "/services/data/{version}/composite/sobjects/{object}/{field}";

constexpr Route k_routes[] = {
    {"POST", k_all, create},
    {"PATCH", k_all, update},
    {"DELETE", k_all, remove},
    {"GET", k_object, read_by_query},
    {"POST", k_object, read_by_body},
    {"PATCH", k_key, upsert},
};

}  // namespace

std::span<const Route> rest_collection_routes() {
    return k_routes;
}

}  // namespace rowlock
