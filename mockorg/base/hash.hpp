#pragma once

#include <cstdint>
#include <string_view>

namespace rowlock {

/// XXH3, the same value on every machine.
std::uint64_t hash_text(std::string_view text);

/// Folds a number into a running hash; order matters.
constexpr std::uint64_t hash_combine(std::uint64_t hash, std::uint64_t value) {
    hash ^= value * 0x9e3779b97f4a7c15ULL;
    hash = (hash << 31) | (hash >> 33);
    return hash * 0xbf58476d1ce4e5b9ULL;
}

}  // namespace rowlock
