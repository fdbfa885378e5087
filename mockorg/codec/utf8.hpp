#pragma once

#include <cstddef>
#include <string_view>

namespace rowlock {

/// Length in bytes (1 to 4) of the well-formed UTF-8 character that starts at `offset`; 0 if there
/// is none (stray continuation, overlong form, surrogate, beyond U+10FFFF, cut short).
std::size_t utf8_length_at(std::string_view text, std::size_t offset);

/// Where the first byte stands that is of no well-formed UTF-8 character; npos if there is none.
std::size_t find_ill_formed_utf8(std::string_view text);

/// Whether the byte is not the first of a well-formed character.
constexpr bool is_utf8_continuation(char byte) {
    return (static_cast<unsigned char>(byte) & 0xC0U) == 0x80U;
}

/// The replacement character U+FFFD.
inline constexpr std::string_view k_utf8_replacement = "\xEF\xBF\xBD";

}  // namespace rowlock
