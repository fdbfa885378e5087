#pragma once

#include "mockorg/codec/json_writer.hpp"
#include "mockorg/schema/schema.hpp"

namespace rowlock {

/// Appends an object as the list of all objects shows it.
void append_object_summary(JsonWriter& json, const ObjectType& object, double api_version);

/// Appends an object with its fields and child relationships, as its own describe answer shows it.
void append_object_describe(
    JsonWriter& json, const Schema& schema, const ObjectType& object, double api_version
);

}  // namespace rowlock
