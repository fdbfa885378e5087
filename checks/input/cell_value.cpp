#include "checks/input/cell_value.hpp"

#include "mockorg/base/case_insensitive.hpp"
#include "mockorg/codec/dates.hpp"
#include "mockorg/codec/numbers.hpp"

namespace rowlock {

Value cell_value(const Field& field, std::string_view text) {
    if (text.empty()) return Value::of_null();
    if (holds_number(field.type)) {
        const auto number = parse_number(text);
        return number ? Value::of_number(*number) : Value::of_null();
    }
    switch (field.type) {
        case FieldType::boolean:
            if (text == "1" || equal_ignoring_case(text, "true")) return Value::of_boolean(true);
            if (text == "0" || equal_ignoring_case(text, "false")) return Value::of_boolean(false);
            return Value::of_null();
        case FieldType::date:
            if (const auto days = parse_date(text)) return Value::of_date(*days);
            return Value::of_null();
        case FieldType::datetime:
            if (const auto time = parse_datetime(text)) return Value::of_datetime(*time);
            return Value::of_null();
        default:
            return Value::of_text(text);
    }
}

}  // namespace rowlock
