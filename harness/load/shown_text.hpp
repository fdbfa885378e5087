#pragma once

#include <string>
#include <string_view>

namespace rowlock {

/// A text of the file as messages show it: in double quotes, cut to sixty bytes, control characters
/// as question marks.
std::string shown_text(std::string_view text);

}  // namespace rowlock
