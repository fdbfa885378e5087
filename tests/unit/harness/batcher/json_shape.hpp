#pragma once

#include <string>

namespace rowlock::test {

/// Checks the JSON text against the JSON Schema in this file: required members are there, and there
/// are no others; constants, lists of words and types are as the schema says.
void check_json_shape(const std::string& json, const std::string& schema_file);

}  // namespace rowlock::test
