#include "mockorg/schema/field_facets.hpp"

namespace rowlock {
namespace {

/// Text areas that hold more are long ones, which can be neither sorted nor grouped.
constexpr std::uint32_t k_short_text_max = 255;
/// UTF-8 as the platform counts it.
constexpr std::uint64_t k_bytes_of_character = 3;

bool is_long_text(const Field& field) {
    return field.type == FieldType::textarea && field.length > k_short_text_max;
}

}  // namespace

bool is_sortable(const Field& field) {
    switch (field.type) {
        case FieldType::multipicklist:
        case FieldType::address:
        case FieldType::complexvalue:
            return false;
        default:
            return !is_long_text(field);
    }
}

bool is_groupable(const Field& field) {
    switch (field.type) {
        case FieldType::double_:
        case FieldType::currency:
        case FieldType::percent:
        case FieldType::datetime:
        case FieldType::time:
            return false;
        default:
            return is_sortable(field);
    }
}

bool is_aggregatable(const Field& field) {
    return is_sortable(field) && field.type != FieldType::boolean;
}

std::uint64_t byte_length(const Field& field) {
    const bool is_id = field.type == FieldType::id || field.type == FieldType::reference;
    return is_id ? field.length : field.length * k_bytes_of_character;
}

std::uint32_t digits_of(const Field& field) {
    return field.type == FieldType::int_ ? field.precision : 0U;
}

}  // namespace rowlock
