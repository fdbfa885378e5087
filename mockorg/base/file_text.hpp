#pragma once

#include "mockorg/base/result.hpp"

#include <cstdint>
#include <string>

namespace rowlock {

/// The whole content of a regular file; bad_file if it cannot be read or has more than `size_max`
/// bytes.
Result<std::string> read_file(const std::string& path, std::uint64_t size_max);

}  // namespace rowlock
