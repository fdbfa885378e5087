#include "mockorg/engine/field_reader.hpp"

#include "mockorg/base/case_insensitive.hpp"
#include "mockorg/codec/dates.hpp"
#include "mockorg/codec/numbers.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <cmath>
#include <limits>

namespace rowlock {
namespace {

Failure cannot_deserialize(
    const Field& field, std::string_view text, std::size_t column, std::string_view type
) {
    return fail(
        ErrorCode::invalid_field,
        fmt::format(
            "Failed to deserialize field at col {}. Due to, '{}' is not a valid value for the type "
            "xsd:{}",
            column,
            text,
            type
        ),
        {field.name}
    );
}

/// Code points: what the platform counts as characters.
std::size_t character_count(std::string_view text) {
    const auto starts = [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; };
    return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), starts));
}

/// Of a value in a message: files would make messages of many megabytes.
constexpr std::size_t k_shown_max = 131'072;

Result<Value> read_text(const Field& field, std::string_view text) {
    if (field.length > 0 && text.size() > field.length && character_count(text) > field.length) {
        return fail(
            ErrorCode::string_too_long,
            fmt::format(
                "{}: data value too large: {} (max length={})",
                field.label,
                text.substr(0, k_shown_max),
                field.length
            ),
            {field.name}
        );
    }
    return Value::of_text(text);
}

Result<Value> read_picklist(const Field& field, std::string_view text) {
    const auto& values = field.picklist_values;
    if (field.restricted_picklist &&
        std::find(values.begin(), values.end(), text) == values.end()) {
        return fail(
            ErrorCode::invalid_or_null_for_restricted_picklist,
            fmt::format("bad value for restricted picklist field: {}", text),
            {field.name}
        );
    }
    return read_text(field, text);
}

Result<Value> read_email(const Field& field, std::string_view text) {
    const auto at = text.find('@');
    const bool plausible = at != std::string_view::npos && at > 0 &&
                           text.find('@', at + 1) == text.npos && text.find('.', at) != text.npos &&
                           text.back() != '.' && text.find_first_of(" ,;<>\"") == text.npos;
    if (!plausible) {
        return fail(
            ErrorCode::invalid_email_address,
            fmt::format("{}: invalid email address: {}", field.label, text),
            {field.name}
        );
    }
    return read_text(field, text);
}

Result<Value> read_number(const Field& field, std::string_view text, std::size_t column) {
    const auto number = parse_number(text);
    if (!number || !std::isfinite(*number))
        return cannot_deserialize(field, text, column, "double");
    const int digits = field.precision - field.scale;
    if (field.precision > 0 && std::fabs(*number) >= std::pow(10.0, digits)) {
        return fail(
            ErrorCode::number_outside_valid_range,
            fmt::format("{}: value outside of valid range on numeric field: {}", field.label, text),
            {field.name}
        );
    }
    return Value::of_number(*number);
}

Result<Value> read_integer(const Field& field, std::string_view text, std::size_t column) {
    const auto number = parse_integer(text);
    using Limits = std::numeric_limits<std::int32_t>;
    if (!number || *number < Limits::min() || *number > Limits::max()) {
        return cannot_deserialize(field, text, column, "int");
    }
    return Value::of_number(static_cast<double>(*number));
}

Result<Value> read_boolean(const Field& field, std::string_view text, std::size_t column) {
    if (text == "1" || equal_ignoring_case(text, "true")) return Value::of_boolean(true);
    if (text == "0" || equal_ignoring_case(text, "false")) return Value::of_boolean(false);
    return cannot_deserialize(field, text, column, "boolean");
}

}  // namespace

Result<Value> FieldReader::read(const Field& field, std::string_view text, std::size_t column)
    const {
    switch (field.type) {
        case FieldType::boolean:
            return read_boolean(field, text, column);
        case FieldType::int_:
            return read_integer(field, text, column);
        case FieldType::double_:
        case FieldType::currency:
        case FieldType::percent:
            return read_number(field, text, column);
        case FieldType::date:
            if (const auto days = parse_date(text)) return Value::of_date(*days);
            return cannot_deserialize(field, text, column, "date");
        case FieldType::datetime:
            if (const auto milliseconds = parse_datetime(text))
                return Value::of_datetime(*milliseconds);
            return cannot_deserialize(field, text, column, "dateTime");
        case FieldType::reference:
            return read_reference(field, text);
        case FieldType::picklist:
            return read_picklist(field, text);
        case FieldType::email:
            return read_email(field, text);
        default:
            return read_text(field, text);
    }
}

Result<Value> FieldReader::read_reference(const Field& field, std::string_view text) const {
    const auto id = RecordId::parse(text);
    const auto wrong_type = [&] {
        return fail(
            ErrorCode::malformed_id,
            fmt::format("{}: id value of incorrect type: {}", field.label, text),
            {field.name}
        );
    };
    if (!id) return wrong_type();
    if (field.reference_to.empty()) return Value::of_text(text);
    const ObjectType* object = store_.schema().find_by_prefix(id->prefix());
    const auto& targets = field.reference_to;
    if (object == nullptr ||
        std::find(targets.begin(), targets.end(), object->number) == targets.end()) {
        return wrong_type();
    }
    const auto record = find_live(*id);
    if (!record) return tl::unexpected{record.error()};
    return Value::of_record(*record);
}

Result<RecordHandle> FieldReader::read_record(std::string_view text) const {
    const auto id = RecordId::parse(text);
    if (!id) return fail(ErrorCode::malformed_id, fmt::format("bad id {}", text), {"Id"});
    return find_live(*id);
}

Result<RecordHandle> FieldReader::find_live(const RecordId& id) const {
    auto record = store_.find(id);
    if (!record && adopt_unknown_) record = adopt(id);
    if (!record) return fail(ErrorCode::invalid_cross_reference_key, "invalid cross reference id");
    if (store_.state(*record) != RowState::live) {
        return fail(ErrorCode::entity_is_deleted, "entity is deleted");
    }
    return *record;
}

std::optional<RecordHandle> FieldReader::adopt(const RecordId& id) const {
    const ObjectType* object = store_.schema().find_by_prefix(id.prefix());
    if (object == nullptr || store_.minted_here(id)) return std::nullopt;
    return store_.adopt(object->number, id);
}

Result<Value> FieldReader::read_key(const Field& key, std::string_view text, std::size_t column)
    const {
    return holds_number(key.type) ? read(key, text, column) : Value::of_text(text);
}

Result<Value> FieldReader::read_parent(
    const ObjectType& object, const ColumnBinding& binding, std::string_view key, std::size_t column
) const {
    const ObjectType& parent = store_.schema().object(binding.parent_key->object);
    const Field& key_field = parent.field(binding.parent_key->field);
    if (key_field.type == FieldType::id) return read_reference(object.field(binding.field), key);
    const auto value = read_key(key_field, key, column);
    if (!value) return tl::unexpected{value.error()};
    const auto found = store_.find_by_value(parent.number, key_field.number, *value, 2);
    if (found.size() == 1) return Value::of_record({parent.number, found.front()});
    if (found.empty()) {
        return fail(
            ErrorCode::invalid_field,
            fmt::format(
                "Foreign key external ID: {} not found for field {} in entity {}",
                key,
                key_field.name,
                parent.name
            )
        );
    }
    return fail(
        ErrorCode::duplicate_external_id,
        fmt::format("{}: more than one record found for external id field: {}", key_field.name, key)
    );
}

}  // namespace rowlock
