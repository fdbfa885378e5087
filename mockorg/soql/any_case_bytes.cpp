#include "mockorg/soql/any_case_bytes.hpp"

#include <experimental/simd>

#ifdef __x86_64__
#include <immintrin.h>
#endif

#include <algorithm>
#include <bit>

namespace rowlock::soql {
namespace {

namespace simd = std::experimental;

/// As many places as the machine compares at once; half of them, for short texts.
using Block = simd::native_simd<char>;
using HalfBlock = simd::fixed_size_simd<char, Block::size() / 2>;

constexpr std::size_t k_wide_block = 32;
constexpr std::size_t k_nowhere = std::string_view::npos;

bool has_wide_blocks() {
#ifdef __x86_64__
    static const bool has_avx2 = __builtin_cpu_supports("avx2") != 0;
    return has_avx2;
#else
    return false;
#endif
}

}  // namespace

std::size_t AnyCaseBytes::find(std::string_view text) const {
    if (text.size() < size()) return k_nowhere;
    const std::size_t places = text.size() - size() + 1;
    if (places >= k_wide_block && has_wide_blocks()) return find_among_wide(text.data(), places);
    if (places >= Block::size()) return find_among<Block>(text.data(), places);
    if (places >= HalfBlock::size()) return find_among<HalfBlock>(text.data(), places);
    for (std::size_t at = 0; at < places; ++at)
        if (equal(text.data() + at)) return at;
    return k_nowhere;
}

/// Looks at so many places, at least a block of them.
template <class Places>
std::size_t AnyCaseBytes::find_among(const char* text, std::size_t places) const {
    const Places first{lowered_.front()};
    const Places first_case{case_bits_.front()};
    const Places last{lowered_.back()};
    const Places last_case{case_bits_.back()};
    const std::size_t last_block = places - Places::size();
    // The last block may look at places again: quicker than at each of the rest alone.
    for (std::size_t at = 0;; at = std::min(at + Places::size(), last_block)) {
        const char* const block = text + at;
        const Places begins{block, simd::element_aligned};
        const Places ends{block + size() - 1, simd::element_aligned};
        // Hardly any place has both.
        if (any_of((begins | first_case) == first && (ends | last_case) == last)) {
            for (std::size_t i = 0; i < Places::size(); ++i)
                if (equal(block + i)) return at + i;
        }
        if (at == last_block) return k_nowhere;
    }
}

#ifdef __x86_64__

/// The same, with more places at once than every machine of the kind has. The program is not built
/// for such machines alone, so that the compiler has to be told each step.
[[gnu::target("avx2")]] std::size_t AnyCaseBytes::find_among_wide(
    const char* text, std::size_t places
) const {
    const __m256i first = _mm256_set1_epi8(lowered_.front());
    const __m256i first_case = _mm256_set1_epi8(case_bits_.front());
    const __m256i last = _mm256_set1_epi8(lowered_.back());
    const __m256i last_case = _mm256_set1_epi8(case_bits_.back());
    const std::size_t last_block = places - k_wide_block;
    for (std::size_t at = 0;; at = std::min(at + k_wide_block, last_block)) {
        const char* const block = text + at;
        const auto* const from = reinterpret_cast<const __m256i*>(block);
        const auto* const to = reinterpret_cast<const __m256i*>(block + size() - 1);
        const __m256i begins = _mm256_or_si256(_mm256_loadu_si256(from), first_case);
        const __m256i ends = _mm256_or_si256(_mm256_loadu_si256(to), last_case);
        const __m256i both =
            _mm256_and_si256(_mm256_cmpeq_epi8(begins, first), _mm256_cmpeq_epi8(ends, last));
        auto marks = static_cast<std::uint32_t>(_mm256_movemask_epi8(both));
        for (; marks != 0; marks &= marks - 1) {
            const auto i = static_cast<std::size_t>(std::countr_zero(marks));
            if (equal(block + i)) return at + i;
        }
        if (at == last_block) return k_nowhere;
    }
}

#else

std::size_t AnyCaseBytes::find_among_wide(const char* text, std::size_t places) const {
    return find_among<Block>(text, places);
}

#endif

}  // namespace rowlock::soql
