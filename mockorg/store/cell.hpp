#pragma once

#include "mockorg/base/record_handle.hpp"
#include "mockorg/base/text_arena.hpp"
#include "mockorg/schema/field.hpp"

#include <bit>
#include <cstdint>

namespace rowlock {

/// One stored value in 64 bits, whatever its type; the field says how to read it.
using Cell = std::uint64_t;

inline constexpr Cell k_null_cell = ~Cell{0};

/// How a field's values lie in their cells.
enum class CellKind : std::uint8_t { text, interned, boolean, number, date, datetime, reference };

constexpr CellKind cell_kind(const Field& field) {
    switch (field.type) {
        case FieldType::boolean:
            return CellKind::boolean;
        case FieldType::int_:
        case FieldType::double_:
        case FieldType::currency:
        case FieldType::percent:
            return CellKind::number;
        case FieldType::date:
            return CellKind::date;
        case FieldType::datetime:
            return CellKind::datetime;
        case FieldType::picklist:
        case FieldType::combobox:
            return CellKind::interned;
        case FieldType::reference:
            // A target the schema does not have leaves nothing to point at: the id stays text.
            return field.reference_to.empty() ? CellKind::text : CellKind::reference;
        default:
            return CellKind::text;
    }
}

constexpr Cell cell_of_boolean(bool value) {
    return value ? 1 : 0;
}

/// Never the null cell: the all-ones bit pattern is a NaN, and NaN is no field value.
constexpr Cell cell_of_number(double value) {
    return std::bit_cast<Cell>(value);
}

constexpr double number_of(Cell cell) {
    return std::bit_cast<double>(cell);
}

constexpr Cell cell_of_date(std::int32_t days) {
    return static_cast<std::uint32_t>(days);
}

constexpr std::int32_t date_of(Cell cell) {
    return static_cast<std::int32_t>(cell);
}

/// Biased, so that the millisecond before 1970 is not the null cell.
constexpr Cell cell_of_datetime(std::int64_t milliseconds) {
    return static_cast<Cell>(milliseconds + (std::int64_t{1} << 62));
}

constexpr std::int64_t datetime_of(Cell cell) {
    return static_cast<std::int64_t>(cell) - (std::int64_t{1} << 62);
}

constexpr Cell cell_of_record(RecordHandle record) {
    return static_cast<Cell>(record.object) << 32 | record.row;
}

constexpr RecordHandle record_of(Cell cell) {
    return {static_cast<ObjectNo>(cell >> 32), static_cast<std::uint32_t>(cell)};
}

}  // namespace rowlock
