#pragma once

#include "mockorg/codec/json_writer.hpp"
#include "mockorg/schema/schema.hpp"

namespace rowlock {

/// Appends a field as describe answers show it: every member a real org has, in its order. What the
/// schema does not know (formulas, help texts, dependent picklists) is null or false.
void append_field_describe(JsonWriter& json, const Schema& schema, const Field& field);

}  // namespace rowlock
