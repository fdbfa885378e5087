#pragma once

#include "mockorg/codec/json_writer.hpp"
#include "mockorg/schema/schema.hpp"

#include <string_view>

namespace rowlock {

/// An object of the org, or one of those that tell what it is made of; null if there is none.
struct DescribedObject {
    const Schema* schema = nullptr;
    const ObjectType* object = nullptr;
};

DescribedObject find_described(const Schema& own, std::string_view name);

/// Appends the list of all objects.
void append_object_list(JsonWriter& json, const Schema& schema, double api_version);

/// Appends an object as the list of all objects shows it.
void append_object_summary(JsonWriter& json, const ObjectType& object, double api_version);

/// Appends an object with its fields and child relationships, as its own describe answer shows it.
void append_object_describe(
    JsonWriter& json, const Schema& schema, const ObjectType& object, double api_version
);

}  // namespace rowlock
