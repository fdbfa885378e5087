#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace rowlock {

/// The names of a comma-separated list, trimmed; empty ones are left out.
std::vector<std::string> split_names(std::string_view text);

}  // namespace rowlock
