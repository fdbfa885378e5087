#pragma once

#include <string_view>

namespace rowlock {

/// What some programs put in front of UTF-8 text.
inline constexpr std::string_view k_byte_order_mark = "\xEF\xBB\xBF";

/// The text behind it, if it is there.
inline std::string_view without_byte_order_mark(std::string_view text) {
    if (text.starts_with(k_byte_order_mark)) text.remove_prefix(k_byte_order_mark.size());
    return text;
}

}  // namespace rowlock
