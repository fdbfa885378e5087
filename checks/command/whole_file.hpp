#pragma once

#include "mockorg/base/result.hpp"

#include <string>
#include <string_view>

namespace rowlock {

/// Writes a file under a temporary name beside it and renames it: readers see all of it or none.
/// What is no regular file, such as /dev/stdout or a pipe, is written to as it is.
/// bad_configuration if it cannot be written.
Result<void> write_whole_file(const std::string& path, std::string_view text);

}  // namespace rowlock
