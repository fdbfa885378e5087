#include "mockorg/api/record_json.hpp"

#include "mockorg/api/job_json.hpp"
#include "mockorg/api/json_body.hpp"
#include "mockorg/api/json_value_check.hpp"
#include "mockorg/api/responses.hpp"
#include "mockorg/base/case_insensitive.hpp"
#include "mockorg/codec/numbers.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <utility>

namespace rowlock {
namespace {

constexpr std::string_view k_attributes = "attributes";

/// The text a CSV cell would hold; nothing for null.
std::optional<std::string> cell_text(const Json& value) {
    if (value.is_null()) return std::nullopt;
    if (const auto* text = value.get_ptr<const std::string*>()) return *text;
    if (value.is_number_float()) {
        std::string text;
        append_number(text, value.get<double>());
        return text;
    }
    return value.dump();
}

Failure not_a_value(const std::string& name) {
    return fail(
        ErrorCode::json_parser_error, "The member '" + name + "' has no single value", {name}
    );
}

Result<void> append_reference(
    const ObjectType* object,
    const std::string& name,
    const Json& parent,
    std::vector<FieldText>& fields
) {
    std::string relationship = name;
    if (const auto attributes = parent.find(std::string{k_attributes});
        attributes != parent.end() && attributes->is_object()) {
        const Result<std::string> type = text_member(*attributes, "type");
        if (!type) return Failure{type.error()};
        relationship = relationship_column(object, name, *type);
    }
    for (const auto& [key, value] : parent.items()) {
        if (key == k_attributes) continue;
        if (value.is_structured()) return not_a_value(name + "." + key);
        fields.emplace_back(relationship + "." + key, cell_text(value));
    }
    return {};
}

void append_parent(JsonWriter& json, const RecordFields::Parent& parent, double api_version) {
    json.key(parent.name);
    if (parent.record.empty()) {
        json.null();
    } else {
        append_record(json, parent.record.front(), api_version);
    }
}

/// Null where there are none, as an org shows it.
void append_children(JsonWriter& json, const RecordFields::Children& children, double api_version) {
    json.key(children.name);
    if (children.total == 0) {
        json.null();
        return;
    }
    json.begin_object();
    append_page(json, children.total, children.next_locator, children.records, api_version);
    json.end_object();
}

/// Whether the record is of the object it is sent to.
Result<void> check_type(const Json& record, const ObjectType& object) {
    const std::string type = record_type(record);
    if (type.empty() || equal_ignoring_case(type, object.name)) return {};
    return fail(
        ErrorCode::invalid_input,
        fmt::format("The record is of type {}, not of {} as its address says", type, object.name)
    );
}

Result<void> check_value(const ObjectType* object, const std::string& name, const Json& value) {
    const Field* field = object != nullptr ? object->find_field(name) : nullptr;
    return field != nullptr ? check_json_value(*field, value) : Result<void>{};
}

}  // namespace

std::string record_url(std::string_view object, const RecordId& id, double api_version) {
    return fmt::format(
        "/services/data/v{}/sobjects/{}/{}", version_text(api_version), object, id.text()
    );
}

void append_page(
    JsonWriter& json,
    std::uint64_t total,
    const std::optional<std::string>& next_locator,
    const std::vector<RecordFields>& records,
    double api_version
) {
    json.member("totalSize", total).member("done", !next_locator);
    if (next_locator) {
        json.member(
            "nextRecordsUrl",
            fmt::format("/services/data/v{}/query/{}", version_text(api_version), *next_locator)
        );
    }
    json.key("records").begin_array();
    for (const RecordFields& record : records) append_record(json, record, api_version);
    json.end_array();
}

void append_record(JsonWriter& json, const RecordFields& record, double api_version) {
    json.begin_object().key(k_attributes).begin_object().member("type", record.object);
    if (!record.aggregate) json.member("url", record_url(record.object, record.id, api_version));
    json.end_object();
    auto parent = record.parents.begin();
    auto children = record.children.begin();
    for (std::size_t i = 0; i <= record.fields.size(); ++i) {
        for (; parent != record.parents.end() && parent->position == i; ++parent) {
            append_parent(json, *parent, api_version);
        }
        for (; children != record.children.end() && children->position == i; ++children) {
            append_children(json, *children, api_version);
        }
        if (i == record.fields.size()) break;
        json.key(record.fields[i].first).raw(record.fields[i].second);
    }
    json.end_object();
}

HttpResponse record_response(const RecordFields& record, double api_version) {
    std::string body;
    JsonWriter json{body};
    append_record(json, record, api_version);
    return json_response(200, std::move(body));
}

Result<std::vector<FieldText>> read_record(std::string_view json_text, const ObjectType* object) {
    const Result<Json> record = parse_json_object(json_text);
    if (!record) return Failure{record.error()};
    return read_record_fields(*record, object);
}

std::string relationship_column(
    const ObjectType* object, std::string_view relationship, std::string_view type
) {
    const Field* field = object != nullptr ? object->find_relationship(relationship) : nullptr;
    const bool is_plain = field != nullptr && !field->polymorphic();
    return type.empty() || is_plain ? std::string{relationship}
                                    : fmt::format("{}:{}", type, relationship);
}

std::string record_type(const Json& record) {
    const auto attributes = record.find(std::string{k_attributes});
    if (attributes == record.end() || !attributes->is_object()) return {};
    return text_member(*attributes, "type").value_or(std::string{});
}

Result<std::vector<FieldText>> read_record_fields(const Json& record, const ObjectType* object) {
    if (!record.is_object()) {
        return fail(ErrorCode::json_parser_error, "A record must be a JSON object");
    }
    if (object != nullptr) {
        if (auto checked = check_type(record, *object); !checked) return Failure{checked.error()};
    }
    std::vector<FieldText> fields;
    for (const auto& [name, value] : record.items()) {
        if (name == k_attributes) continue;
        if (auto checked = check_value(object, name, value); !checked)
            return Failure{checked.error()};
        if (value.is_array()) return not_a_value(name);
        if (!value.is_object()) {
            fields.emplace_back(name, cell_text(value));
        } else if (auto appended = append_reference(object, name, value, fields); !appended) {
            return Failure{appended.error()};
        }
    }
    return fields;
}

}  // namespace rowlock
