#pragma once

#include <string_view>

namespace rowlock {

/// What stands between the words of one line.
inline constexpr std::string_view k_line_blanks = " \t";

/// The white space of XML and JSON.
inline constexpr std::string_view k_text_blanks = " \t\r\n";

/// The text without blanks at its ends.
constexpr std::string_view trimmed(std::string_view text, std::string_view blanks = k_line_blanks) {
    const std::size_t first = text.find_first_not_of(blanks);
    if (first == std::string_view::npos) return {};
    return text.substr(first, text.find_last_not_of(blanks) + 1 - first);
}

/// Whether there is nothing but white space.
constexpr bool is_blank(std::string_view text) {
    return text.find_first_not_of(k_text_blanks) == std::string_view::npos;
}

}  // namespace rowlock
