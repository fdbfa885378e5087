#pragma once

#include "mockorg/schema/field.hpp"

#include <cstdint>

namespace rowlock {

// What describe answers say of a field that follows from what the schema does.

bool is_sortable(const Field& field);
bool is_groupable(const Field& field);
bool is_aggregatable(const Field& field);

/// Of its longest text in UTF-8, as the platform counts it.
std::uint64_t byte_length(const Field& field);

/// Of whole numbers; 0 for others.
std::uint32_t digits_of(const Field& field);

}  // namespace rowlock
