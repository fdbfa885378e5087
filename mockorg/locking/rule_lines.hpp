#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

namespace rowlock {

/// The line, from 1, on which each rule of a rule file begins: each object or list inside a list
/// inside the object at the top. For texts that are well-formed JSON with comments; for others an
/// answer that means nothing.
std::vector<std::size_t> rule_lines(std::string_view text);

}  // namespace rowlock
