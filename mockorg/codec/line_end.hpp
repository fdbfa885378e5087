#pragma once

#include <string_view>

namespace rowlock {

/// The text without its last LF or CRLF, if it ends in one.
constexpr std::string_view without_line_end(std::string_view text) {
    if (!text.ends_with('\n')) return text;
    text.remove_suffix(text.ends_with("\r\n") ? 2 : 1);
    return text;
}

}  // namespace rowlock
