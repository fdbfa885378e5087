#include "checks/input/packed_id.hpp"

#include "mockorg/base/record_id.hpp"

#include <cstring>

#ifdef __SSE2__
#include <emmintrin.h>
#endif

namespace rowlock {
namespace {

std::uint64_t load_8(const char* bytes) {
    std::uint64_t word = 0;
    std::memcpy(&word, bytes, sizeof word);
    return word;
}

/// Only ever compared and unpacked on the same machine, so byte order does not matter but for the
/// empty highest byte.
PackedId pack_15(const char* text) {
    return {load_8(text), load_8(text + 7) >> 8U};
}

PackedId pack_slowly(std::string_view text) {
    const auto id = RecordId::parse(text);
    return id ? pack_15(id->short_text().data()) : PackedId{};
}

#ifdef __SSE2__

constexpr unsigned k_all_15 = 0x7FFF;

/// Bit i: byte i lies between two characters.
unsigned bytes_between(__m128i bytes, char low, char high) {
    const __m128i above = _mm_cmpgt_epi8(bytes, _mm_set1_epi8(static_cast<char>(low - 1)));
    const __m128i below = _mm_cmplt_epi8(bytes, _mm_set1_epi8(static_cast<char>(high + 1)));
    return static_cast<unsigned>(_mm_movemask_epi8(_mm_and_si128(above, below)));
}

/// RecordId::parse for ids spelled as the platform spells them; the rest is for pack_slowly.
bool pack_quickly(std::string_view text, PackedId& out) {
    constexpr std::string_view k_checksum_digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZ012345";
    out = pack_15(text.data());
    const __m128i bytes =
        _mm_set_epi64x(static_cast<long long>(out.high), static_cast<long long>(out.low));
    const unsigned letters = bytes_between(_mm_or_si128(bytes, _mm_set1_epi8(0x20)), 'a', 'z');
    const unsigned digits = bytes_between(bytes, '0', '9');
    if (((letters | digits) & k_all_15) != k_all_15) return false;
    if (text.size() == RecordId::k_significant) return true;
    const unsigned upper = bytes_between(bytes, 'A', 'Z');
    return text[15] == k_checksum_digits[upper & 31U] &&
           text[16] == k_checksum_digits[upper >> 5U & 31U] &&
           text[17] == k_checksum_digits[upper >> 10U & 31U];
}

#else

bool pack_quickly(std::string_view, PackedId&) {
    return false;
}

#endif

}  // namespace

PackedId pack_record_id(std::string_view text) {
    if (text.size() != RecordId::k_significant && text.size() != RecordId::k_length) return {};
    PackedId quick;
    return pack_quickly(text, quick) ? quick : pack_slowly(text);
}

ShortId unpack_record_id(PackedId id) {
    ShortId result;
    std::memcpy(result.text, &id.low, 8);
    std::memcpy(result.text + 8, &id.high, 7);
    return result;
}

}  // namespace rowlock
