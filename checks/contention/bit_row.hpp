#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

namespace rowlock {

/// Words that hold one bit for each of `bits` places.
constexpr std::size_t bit_words(std::size_t bits) {
    return (bits + 63) / 64;
}

inline void set_bit(std::span<std::uint64_t> row, std::size_t bit) {
    row[bit / 64] |= std::uint64_t{1} << bit % 64;
}

inline bool has_bit(std::span<const std::uint64_t> row, std::size_t bit) {
    return (row[bit / 64] >> bit % 64 & 1U) != 0;
}

/// Clears bits `begin` to `end` - 1.
inline void clear_bits(std::span<std::uint64_t> row, std::size_t begin, std::size_t end) {
    if (begin >= end) return;
    const std::size_t first = begin / 64;
    const std::size_t last = (end - 1) / 64;
    const std::uint64_t from = ~std::uint64_t{0} << begin % 64;
    const std::uint64_t up_to = ~std::uint64_t{0} >> (63 - (end - 1) % 64);
    if (first == last) {
        row[first] &= ~(from & up_to);
        return;
    }
    row[first] &= ~from;
    for (std::size_t word = first + 1; word < last; ++word) row[word] = 0;
    row[last] &= ~up_to;
}

}  // namespace rowlock
