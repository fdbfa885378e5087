#pragma once

#include <cstddef>
#include <cstdint>

namespace rowlock {

/// How many bytes one mask covers.
inline constexpr std::size_t k_mask_bytes = 64;

/// Bit i says whether block[i] is `byte`. Reads k_mask_bytes bytes, at any alignment.
std::uint64_t byte_mask_portable(const char* block, char byte);

/// Bit i of the result is the parity of bits 0 to i: which bytes lie inside quotes, if the bits are
/// the quotes.
constexpr std::uint64_t running_parity(std::uint64_t bits) {
    for (unsigned shift = 1; shift < 64; shift *= 2) bits ^= bits << shift;
    return bits;
}

}  // namespace rowlock

#ifdef __SSE2__
#include <emmintrin.h>

namespace rowlock {

/// The same as byte_mask_portable, sixteen bytes at a time. Inline, because the CSV loops live on
/// it.
inline std::uint64_t byte_mask(const char* block, char byte) {
    const __m128i wanted = _mm_set1_epi8(byte);
    std::uint64_t mask = 0;
    for (std::size_t i = 0; i < k_mask_bytes; i += 16) {
        const __m128i bytes = _mm_loadu_si128(reinterpret_cast<const __m128i*>(block + i));
        const auto hits = static_cast<unsigned>(_mm_movemask_epi8(_mm_cmpeq_epi8(bytes, wanted)));
        mask |= std::uint64_t{hits} << i;
    }
    return mask;
}

}  // namespace rowlock
#else
namespace rowlock {

inline std::uint64_t byte_mask(const char* block, char byte) {
    return byte_mask_portable(block, byte);
}

}  // namespace rowlock
#endif
