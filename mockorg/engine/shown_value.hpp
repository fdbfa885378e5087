#pragma once

#include "mockorg/base/value.hpp"
#include "mockorg/schema/record_reader.hpp"
#include "mockorg/soql/path.hpp"

#include <string>

namespace rowlock {

/// What FORMAT() makes of a value, for a user of locale en_US in UTC: `1,234.5`, `$1,234.50`,
/// `1/31/2026`, `1/31/2026, 2:05 PM`; other kinds as text. The value must not be null.
std::string shown_value(
    const RecordReader& records, const Value& value, FieldType type, int digits
);

/// The same with the digits of the path's field.
std::string shown_value(
    const RecordReader& records, const Value& value, const soql::BoundPath& path
);

}  // namespace rowlock
