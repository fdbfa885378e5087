#pragma once

#include "mockorg/base/result.hpp"

#include <string>
#include <string_view>

namespace rowlock {

/// Makes the text the whole content of a file; bad_file if that does not work.
Result<void> write_file(const std::string& path, std::string_view text);

}  // namespace rowlock
