#pragma once

#include "mockorg/codec/json.hpp"

#include <string>

namespace rowlock {

/// A schema file of `{"objects": [...]}` with one line for each field, in the order given.
std::string schema_text(const Json& objects);

}  // namespace rowlock
