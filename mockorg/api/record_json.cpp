#include "mockorg/api/record_json.hpp"

#include "mockorg/api/job_json.hpp"
#include "mockorg/api/json_body.hpp"
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
    const std::string& name, const Json& parent, std::vector<FieldText>& fields
) {
    std::string relationship = name;
    if (const auto attributes = parent.find(std::string{k_attributes});
        attributes != parent.end() && attributes->is_object()) {
        const Result<std::string> type = text_member(*attributes, "type");
        if (!type) return Failure{type.error()};
        if (!type->empty()) relationship = *type + ":" + name;
    }
    for (const auto& [key, value] : parent.items()) {
        if (key == k_attributes) continue;
        if (value.is_structured()) return not_a_value(name + "." + key);
        fields.emplace_back(relationship + "." + key, cell_text(value));
    }
    return {};
}

}  // namespace

std::string record_url(std::string_view object, const RecordId& id, double api_version) {
    return fmt::format(
        "/services/data/v{}/sobjects/{}/{}", version_text(api_version), object, id.text()
    );
}

void append_record(JsonWriter& json, const RecordFields& record, double api_version) {
    json.begin_object().key(k_attributes).begin_object();
    json.member("type", record.object)
        .member("url", record_url(record.object, record.id, api_version));
    json.end_object();
    visit_members(
        record,
        [&](const std::string& name, const std::string& value) { json.key(name).raw(value); },
        [&](const RecordFields::Parent& parent) {
            json.key(parent.name);
            if (parent.record.empty()) {
                json.null();
            } else {
                append_record(json, parent.record.front(), api_version);
            }
        }
    );
    json.end_object();
}

Result<std::vector<FieldText>> read_record(std::string_view json_text) {
    const Result<Json> record = parse_json_object(json_text);
    if (!record) return Failure{record.error()};
    std::vector<FieldText> fields;
    for (const auto& [name, value] : record->items()) {
        if (name == k_attributes) continue;
        if (value.is_array()) return not_a_value(name);
        if (!value.is_object()) {
            fields.emplace_back(name, cell_text(value));
        } else if (auto appended = append_reference(name, value, fields); !appended) {
            return Failure{appended.error()};
        }
    }
    return fields;
}

}  // namespace rowlock
