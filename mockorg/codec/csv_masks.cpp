#include "mockorg/codec/csv_masks.hpp"

#ifdef __x86_64__
#include <immintrin.h>
#endif

namespace rowlock {
namespace {

void portable_masks(const char* text, std::size_t blocks, char delimiter, CsvMasks* out) {
    for (std::size_t i = 0; i < blocks; ++i, text += k_mask_bytes) {
        out[i].delimiters = byte_mask_portable(text, delimiter);
        out[i].quotes = byte_mask_portable(text, '"');
        out[i].feeds = byte_mask_portable(text, '\n');
        out[i].returns = byte_mask_portable(text, '\r');
    }
}

#ifdef __x86_64__

void sse2_masks(const char* text, std::size_t blocks, char delimiter, CsvMasks* out) {
    for (std::size_t i = 0; i < blocks; ++i, text += k_mask_bytes) {
        out[i].delimiters = byte_mask(text, delimiter);
        out[i].quotes = byte_mask(text, '"');
        out[i].feeds = byte_mask(text, '\n');
        out[i].returns = byte_mask(text, '\r');
    }
}

[[gnu::target("avx2")]] std::uint64_t equal_bytes(__m256i low, __m256i high, __m256i wanted) {
    const auto low_bits =
        static_cast<unsigned>(_mm256_movemask_epi8(_mm256_cmpeq_epi8(low, wanted)));
    const auto high_bits =
        static_cast<unsigned>(_mm256_movemask_epi8(_mm256_cmpeq_epi8(high, wanted)));
    return std::uint64_t{high_bits} << 32U | low_bits;
}

[[gnu::target("avx2")]] void avx2_masks(
    const char* text, std::size_t blocks, char delimiter, CsvMasks* out
) {
    const __m256i delimiters = _mm256_set1_epi8(delimiter);
    const __m256i quotes = _mm256_set1_epi8('"');
    const __m256i feeds = _mm256_set1_epi8('\n');
    const __m256i returns = _mm256_set1_epi8('\r');
    for (std::size_t i = 0; i < blocks; ++i, text += k_mask_bytes) {
        const __m256i low = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(text));
        const __m256i high = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(text + 32));
        out[i].delimiters = equal_bytes(low, high, delimiters);
        out[i].quotes = equal_bytes(low, high, quotes);
        out[i].feeds = equal_bytes(low, high, feeds);
        out[i].returns = equal_bytes(low, high, returns);
    }
}

[[gnu::target("avx512f,avx512bw")]] void avx512_masks(
    const char* text, std::size_t blocks, char delimiter, CsvMasks* out
) {
    const __m512i delimiters = _mm512_set1_epi8(delimiter);
    const __m512i quotes = _mm512_set1_epi8('"');
    const __m512i feeds = _mm512_set1_epi8('\n');
    const __m512i returns = _mm512_set1_epi8('\r');
    for (std::size_t i = 0; i < blocks; ++i, text += k_mask_bytes) {
        const __m512i bytes = _mm512_loadu_si512(text);
        out[i].delimiters = _mm512_cmpeq_epi8_mask(bytes, delimiters);
        out[i].quotes = _mm512_cmpeq_epi8_mask(bytes, quotes);
        out[i].feeds = _mm512_cmpeq_epi8_mask(bytes, feeds);
        out[i].returns = _mm512_cmpeq_epi8_mask(bytes, returns);
    }
}

#endif

}  // namespace

#ifdef __x86_64__

VectorLevel best_vector_level() {
    if (__builtin_cpu_supports("avx512bw")) return VectorLevel::avx512;
    if (__builtin_cpu_supports("avx2")) return VectorLevel::avx2;
    return VectorLevel::sse2;
}

CsvMaskFunction csv_mask_function(VectorLevel level) {
    switch (level) {
        case VectorLevel::sse2:
            return sse2_masks;
        case VectorLevel::avx2:
            return avx2_masks;
        case VectorLevel::avx512:
            return avx512_masks;
        case VectorLevel::portable:
            break;
    }
    return portable_masks;
}

#else

VectorLevel best_vector_level() {
    return VectorLevel::portable;
}

CsvMaskFunction csv_mask_function(VectorLevel) {
    return portable_masks;
}

#endif

}  // namespace rowlock
