#include "mockorg/api/collection_request.hpp"

#include "mockorg/api/json_body.hpp"
#include "mockorg/api/name_list.hpp"
#include "mockorg/api/record_json.hpp"
#include "mockorg/api/record_write.hpp"
#include "mockorg/base/case_insensitive.hpp"

#include <fmt/core.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <optional>
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

Result<CollectionWrite> read_writes(
    const Schema& schema, const WriteTerms& terms, std::string_view text
) {
    const auto body = parse_json_object(text);
    if (!body) return Failure{body.error()};
    const auto all_or_none = flag_member(*body, "allOrNone");
    if (!all_or_none) return Failure{all_or_none.error()};
    const auto records = body->find("records");
    if (records == body->end() || !records->is_array()) {
        return fail(ErrorCode::json_parser_error, "The member 'records' must be an array");
    }
    if (records->size() > k_writes_max) return too_many(k_writes_max);
    CollectionWrite write;
    write.all_or_none = *all_or_none;
    write.upserts = terms.operation == Operation::upsert;
    for (const Json& record : *records) write.rows.push_back(read_row(schema, terms, record));
    return write;
}

Result<CollectionWrite> read_removals(const Schema& schema, const HttpTarget& target) {
    const auto ids = split_names(target.parameter("ids"));
    if (ids.empty()) return fail(ErrorCode::missing_argument, "The parameter 'ids' is missing");
    if (ids.size() > k_writes_max) return too_many(k_writes_max);
    const std::string_view all_or_none = target.parameter("allOrNone");
    CollectionWrite write;
    write.all_or_none = equal_ignoring_case(all_or_none, "true");
    const bool is_flag =
        write.all_or_none || all_or_none.empty() || equal_ignoring_case(all_or_none, "false");
    if (!is_flag) {
        return fail(
            ErrorCode::client_input_error, "The parameter 'allOrNone' must be true or false"
        );
    }
    for (const std::string& id : ids)
        write.rows.push_back(write_by_id(schema, Operation::remove, id));
    return write;
}

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

Result<CollectionRead> reading_in_body(std::string_view text) {
    const auto body = parse_json_object(text);
    if (!body) return Failure{body.error()};
    auto ids = text_list(*body, "ids");
    if (!ids) return Failure{ids.error()};
    auto fields = text_list(*body, "fields");
    if (!fields) return Failure{fields.error()};
    return CollectionRead{{}, std::move(*ids), std::move(*fields)};
}

CollectionRead reading_in_address(const HttpTarget& target) {
    return {{}, split_names(target.parameter("ids")), split_names(target.parameter("fields"))};
}

}  // namespace

Result<CollectionWrite> read_collection_write(
    const Schema& schema,
    std::string_view method,
    const std::vector<std::string>& arguments,
    const HttpTarget& target,
    std::string_view body
) {
    if (method == "DELETE") return read_removals(schema, target);
    if (method == "POST") return read_writes(schema, {Operation::insert}, body);
    if (arguments.empty()) return read_writes(schema, {Operation::update}, body);
    return read_writes(schema, {Operation::upsert, arguments.at(0), arguments.at(1)}, body);
}

Result<CollectionRead> read_collection_read(
    const Schema& schema,
    std::string_view method,
    std::string_view object,
    const HttpTarget& target,
    std::string_view body
) {
    auto read = method == "GET" ? Result<CollectionRead>{reading_in_address(target)}
                                : reading_in_body(body);
    if (!read) return read;
    if (schema.find(object) == nullptr)
        return fail(ErrorCode::not_found, "The requested resource does not exist");
    if (read->ids.size() > k_reads_max) return too_many(k_reads_max);
    if (read->ids.empty() || read->fields.empty())
        return fail(ErrorCode::missing_argument, "Both 'ids' and 'fields' are needed");
    read->object = object;
    return read;
}

Result<std::string> collection_read_json(
    const CollectionRead& read, double api_version, const GetRecordFn& get
) {
    std::string body;
    JsonWriter json{body};
    json.begin_array();
    for (const std::string& id : read.ids) {
        const Result<RecordFields> record = get({read.object, id, read.fields});
        if (record) {
            append_record(json, *record, api_version);
        } else if (record.error().code == ErrorCode::invalid_field) {
            return Failure{record.error()};
        } else {
            json.null();
        }
    }
    json.end_array();
    return body;
}

}  // namespace rowlock
