#pragma once

#include "mockorg/base/case_insensitive.hpp"
#include "mockorg/base/word_at.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
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

/// The top bits of eight bytes: none of them is set in ASCII.
inline constexpr std::uint64_t k_beyond_ascii = 0x8080808080808080U;

/// Eight bytes of ASCII with small letters for capitals; means nothing for others.
constexpr std::uint64_t small_letters(std::uint64_t word) {
    constexpr std::uint64_t k_each = 0x0101010101010101U;
    const std::uint64_t from_a = word + k_each * (0x80 - 'A');
    const std::uint64_t behind_z = word + k_each * (0x7f - 'Z');
    return word | ((from_a & ~behind_z & k_beyond_ascii) >> 2U);
}

/// Small letters for capitals.
std::string fold_case(std::string_view text);

/// Sign of `a` minus `b`, by the bytes of what fold_case() makes of them.
int compare_beyond_ascii(std::string_view a, std::string_view b);

/// Bytes of whole words that both begin with, in whatever case; no byte beyond ASCII is one.
inline std::size_t ascii_alike(std::string_view a, std::string_view b) {
    const std::size_t common = std::min(a.size(), b.size());
    std::size_t alike = 0;
    for (; alike + sizeof(std::uint64_t) <= common; alike += sizeof(std::uint64_t)) {
        const std::uint64_t x = word_at(a.data() + alike);
        const std::uint64_t y = word_at(b.data() + alike);
        const bool same = x == y || small_letters(x) == small_letters(y);
        if (!same || ((x | y) & k_beyond_ascii) != 0) break;
    }
    return alike;
}

/// The same, quick as long as all is ASCII.
inline int compare_folded(std::string_view a, std::string_view b) {
    const std::size_t common = std::min(a.size(), b.size());
    for (std::size_t i = ascii_alike(a, b); i < common; ++i) {
        if (!is_ascii(a[i]) && !is_ascii(b[i]))
            return compare_beyond_ascii(a.substr(i), b.substr(i));
        const auto x = static_cast<unsigned char>(to_lower(a[i]));
        const auto y = static_cast<unsigned char>(to_lower(b[i]));
        if (x != y) return x < y ? -1 : 1;
    }
    if (a.size() == b.size()) return 0;
    return a.size() < b.size() ? -1 : 1;
}

inline bool equal_folded(std::string_view a, std::string_view b) {
    return compare_folded(a, b) == 0;
}

}  // namespace rowlock
