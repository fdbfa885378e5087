#pragma once

namespace rowlock {

/// Of ASCII, whatever the machine's language is.
constexpr bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

}  // namespace rowlock
