#pragma once

#include "mockorg/codec/json.hpp"
#include "mockorg/schema/schema.hpp"

#include <span>
#include <string>

namespace rowlock {

/// Lets tasks and events be about these objects too: adds them to what Task.WhatId and
/// Event.WhatId may refer to, in the objects of a schema file. Shipped objects stay as they are.
void add_activity_targets(
    const Schema& standard, std::span<const std::string> about, Json& objects
);

}  // namespace rowlock
