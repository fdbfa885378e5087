#include "mockorg/api/json_value_check.hpp"

#include "mockorg/base/case_insensitive.hpp"
#include "mockorg/codec/dates.hpp"
#include "mockorg/codec/numbers.hpp"

#include <fmt/core.h>
#include <nlohmann/json.hpp>

#include <cmath>
#include <string>
#include <string_view>

namespace rowlock {
namespace {

std::string_view token_name(const Json& value) {
    if (value.is_string()) return "VALUE_STRING";
    if (value.is_number_float()) return "VALUE_NUMBER_FLOAT";
    if (value.is_number()) return "VALUE_NUMBER_INT";
    return value.get<bool>() ? "VALUE_TRUE" : "VALUE_FALSE";
}

/// Empty for fields that take anything.
std::string_view type_name(const Field& field) {
    if (holds_text(field.type)) return "string";
    switch (field.type) {
        case FieldType::reference:
        case FieldType::id:
            return "string";
        case FieldType::int_:
            return "int";
        case FieldType::double_:
        case FieldType::currency:
        case FieldType::percent:
            return "double";
        case FieldType::boolean:
            return "boolean";
        case FieldType::date:
            return "date";
        case FieldType::datetime:
            return "datetime";
        default:
            return {};
    }
}

bool is_whole(const Json& value) {
    return value.is_number() && std::trunc(value.get<double>()) == value.get<double>();
}

bool takes_text(const Field& field, std::string_view text) {
    switch (field.type) {
        case FieldType::int_:
            return parse_integer(text).has_value();
        case FieldType::double_:
        case FieldType::currency:
        case FieldType::percent:
            return parse_number(text).has_value();
        case FieldType::boolean:
            return equal_ignoring_case(text, "true") || equal_ignoring_case(text, "false");
        case FieldType::date:
            return parse_date(text).has_value();
        case FieldType::datetime:
            return parse_datetime(text).has_value();
        default:
            return true;
    }
}

bool takes(const Field& field, const Json& value) {
    if (const auto* text = value.get_ptr<const std::string*>()) return takes_text(field, *text);
    if (value.is_boolean()) return field.type == FieldType::boolean;
    if (field.type == FieldType::int_) return is_whole(value);
    return holds_number(field.type);
}

}  // namespace

Result<void> check_json_value(const Field& field, const Json& value) {
    const std::string_view type = type_name(field);
    if (value.is_null() || value.is_structured() || type.empty() || takes(field, value)) return {};
    const auto* text = value.get_ptr<const std::string*>();
    return fail(
        ErrorCode::json_parser_error,
        fmt::format(
            "Cannot deserialize instance of {} from {} value {} or request may be missing a "
            "required field",
            type,
            token_name(value),
            text != nullptr ? *text : value.dump()
        )
    );
}

}  // namespace rowlock
