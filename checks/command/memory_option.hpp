#pragma once

#include "checks/partition/bounded_input.hpp"
#include "mockorg/base/result.hpp"

#include <string>

namespace rowlock {

/// What --memory and --temp say; each may be empty. A size is a number with K, M, G or T behind it,
/// or none; bad_configuration for anything else.
Result<MemoryBound> parse_memory_bound(const std::string& size, const std::string& folder);

}  // namespace rowlock
