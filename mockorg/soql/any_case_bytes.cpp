#include "mockorg/soql/any_case_bytes.hpp"

#include <experimental/simd>

#include <algorithm>

namespace rowlock::soql {
namespace {

namespace simd = std::experimental;

/// As many places as the machine compares at once; half of them, for short texts.
using Block = simd::native_simd<char>;
using HalfBlock = simd::fixed_size_simd<char, Block::size() / 2>;

}  // namespace

bool AnyCaseBytes::is_within(std::string_view text) const {
    if (text.size() < size()) return false;
    const std::size_t places = text.size() - size() + 1;
    if (places >= Block::size()) return begin_among<Block>(text.data(), places);
    if (places >= HalfBlock::size()) return begin_among<HalfBlock>(text.data(), places);
    for (std::size_t at = 0; at < places; ++at)
        if (equal(text.data() + at)) return true;
    return false;
}

/// Whether they begin at one of so many places, at least a block of them.
template <class Places>
bool AnyCaseBytes::begin_among(const char* text, std::size_t places) const {
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
                if (equal(block + i)) return true;
        }
        if (at == last_block) return false;
    }
}

}  // namespace rowlock::soql
