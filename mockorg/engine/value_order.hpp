#pragma once

#include "mockorg/schema/record_reader.hpp"

#include <cstddef>

namespace rowlock {

/// Sign of a - b for two values of one kind: texts without letter case, references by id. Null is
/// less than everything, and as great as null.
int compare_values(const RecordReader& records, const Value& a, const Value& b);

/// Equal for values that compare as equal.
std::size_t hash_value(const Value& value);

}  // namespace rowlock
