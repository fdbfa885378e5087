#pragma once

#include "checks/input/loaded_input.hpp"
#include "mockorg/base/result.hpp"

#include <string_view>

namespace rowlock {

/// The file of the first load that a name means: its path, or the end of it behind a slash.
/// bad_file if there is none, or several.
Result<const LoadedFile*> find_own_file(const LoadedInput& input, std::string_view name);

}  // namespace rowlock
