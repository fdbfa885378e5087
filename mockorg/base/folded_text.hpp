#pragma once

#include "mockorg/base/case_insensitive.hpp"

#include <algorithm>
#include <string>
#include <string_view>

namespace rowlock {

// Texts of records, compared without regard to case: ASCII letters and those of all other scripts,
// one for one. A letter of ASCII never equals one beyond it, so that most texts need no look at a
// table. Bytes that are no UTF-8 stand for themselves. The same on every machine, whatever its
// locale and libraries: lock keys depend on it.

constexpr bool is_ascii(char c) {
    return static_cast<unsigned char>(c) < 0x80;
}

bool is_ascii(std::string_view text);

/// Small letters for capitals.
std::string fold_case(std::string_view text);

/// Sign of `a` minus `b`, by the bytes of what fold_case() makes of them.
int compare_beyond_ascii(std::string_view a, std::string_view b);

/// The same, quick as long as all is ASCII.
inline int compare_folded(std::string_view a, std::string_view b) {
    const std::size_t common = std::min(a.size(), b.size());
    for (std::size_t i = 0; i < common; ++i) {
        if (!is_ascii(a[i]) || !is_ascii(b[i]))
            return compare_beyond_ascii(a.substr(i), b.substr(i));
        const char x = to_lower(a[i]);
        const char y = to_lower(b[i]);
        if (x != y) return x < y ? -1 : 1;
    }
    if (a.size() == b.size()) return 0;
    return a.size() < b.size() ? -1 : 1;
}

inline bool equal_folded(std::string_view a, std::string_view b) {
    return compare_folded(a, b) == 0;
}

}  // namespace rowlock
