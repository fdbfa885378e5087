#pragma once

#include <cstdint>
#include <cstring>

namespace rowlock {

/// The eight bytes from there on.
inline std::uint64_t word_at(const char* bytes) {
    std::uint64_t word = 0;
    std::memcpy(&word, bytes, sizeof word);
    return word;
}

}  // namespace rowlock
