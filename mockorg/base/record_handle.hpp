#pragma once

#include <compare>
#include <cstdint>

namespace rowlock {

/// Number of an object type in its schema.
enum class ObjectNo : std::uint16_t {};

/// Number of a field in its object type.
enum class FieldNo : std::uint16_t {};

/// A record by its place: the `row`th record ever made of the object type. Rows are never reused.
struct RecordHandle {
    ObjectNo object;
    std::uint32_t row;

    auto operator<=>(const RecordHandle&) const = default;
};

}  // namespace rowlock
