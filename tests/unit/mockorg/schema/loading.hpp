#pragma once

#include "mockorg/schema/schema_loader.hpp"

#include <string>
#include <string_view>

namespace rowlock {

/// The schema a file describes; ends the test if it is refused.
inline std::shared_ptr<const Schema> loaded(std::string_view json) {
    Result<std::shared_ptr<const Schema>> schema = load_schema(json, "schema.json");
    INFO((schema ? std::string{} : schema.error().message));
    REQUIRE(schema.has_value());
    return *schema;
}

/// What is wrong with a file; ends the test if nothing is.
inline std::string refusal(std::string_view json) {
    const Result<std::shared_ptr<const Schema>> schema = load_schema(json, "schema.json");
    REQUIRE_FALSE(schema.has_value());
    CHECK(schema.error().code == ErrorCode::bad_file);
    return schema.error().message;
}

/// A file with one field on one object.
inline std::string file_with(std::string_view object, std::string_view field) {
    std::string json = R"({"objects": [{"name": ")";
    json.append(object).append(R"(", "fields": [)").append(field).append("]}]}");
    return json;
}

/// That field, after loading; `name` is the field's.
inline Field loaded_field(std::string_view object, std::string_view name, std::string_view field) {
    const std::shared_ptr<const Schema> schema = loaded(file_with(object, field));
    const Field* found = schema->find(object)->find_field(name);
    REQUIRE(found != nullptr);
    return *found;
}

}  // namespace rowlock
