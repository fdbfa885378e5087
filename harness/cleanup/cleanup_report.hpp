#pragma once

#include "harness/cleanup/cleanup.hpp"

#include <string>

namespace rowlock {

/// As docs/cleanup.schema.json has it.
std::string json_of(const CleanupReport& report);

/// For people, several lines.
std::string text_of(const CleanupReport& report);

}  // namespace rowlock
