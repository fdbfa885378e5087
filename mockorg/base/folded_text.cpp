#include "mockorg/base/folded_text.hpp"

#include <array>
#include <cstdint>

namespace rowlock {
namespace {

using CodePoint = std::uint32_t;

struct CapitalRange {
    CodePoint first;
    CodePoint last;
    std::uint8_t step;
    std::int32_t distance;
};

constexpr auto k_capitals = std::to_array<CapitalRange>({
#define ROWLOCK_FOLD(first, last, step, distance) {first, last, step, distance},
#include "mockorg/base/case_folding.def"
#undef ROWLOCK_FOLD
});

CodePoint small_letter(CodePoint letter) {
    const auto* const range =
        std::partition_point(k_capitals.begin(), k_capitals.end(), [&](const CapitalRange& each) {
            return each.last < letter;
        });
    if (range == k_capitals.end() || letter < range->first) return letter;
    if ((letter - range->first) % range->step != 0) return letter;
    return letter + static_cast<CodePoint>(range->distance);
}

unsigned byte_at(std::string_view text, std::size_t place) {
    return static_cast<unsigned char>(text[place]);
}

/// Bytes of the UTF-8 character that `text` begins with; 1 for a byte that begins none.
std::size_t character_length(std::string_view text) {
    const unsigned lead = byte_at(text, 0);
    std::size_t length = 1;
    if (lead >= 0xc2 && lead < 0xe0) length = 2;
    if (lead >= 0xe0 && lead < 0xf0) length = 3;
    if (lead >= 0xf0 && lead < 0xf5) length = 4;
    if (text.size() < length) return 1;
    for (std::size_t i = 1; i < length; ++i)
        if ((byte_at(text, i) & 0xc0U) != 0x80U) return 1;
    const bool is_overlong =
        (lead == 0xe0 && byte_at(text, 1) < 0xa0) || (lead == 0xf0 && byte_at(text, 1) < 0x90);
    return is_overlong ? 1 : length;
}

CodePoint decode(std::string_view character) {
    constexpr std::array<unsigned, 5> k_lead_bits{0, 0x7f, 0x1f, 0x0f, 0x07};
    CodePoint letter = byte_at(character, 0) & k_lead_bits[character.size()];
    for (std::size_t i = 1; i < character.size(); ++i)
        letter = letter << 6U | (byte_at(character, i) & 0x3fU);
    return letter;
}

/// `letter`: beyond ASCII.
void append_character(CodePoint letter, std::string& out) {
    const auto put = [&](CodePoint bits) { out.push_back(static_cast<char>(bits)); };
    const auto put_rest = [&](unsigned shift) { put(0x80U | (letter >> shift & 0x3fU)); };
    if (letter < 0x800) {
        put(0xc0U | letter >> 6U);
    } else if (letter < 0x10000) {
        put(0xe0U | letter >> 12U);
        put_rest(6);
    } else {
        put(0xf0U | letter >> 18U);
        put_rest(12);
        put_rest(6);
    }
    put_rest(0);
}

/// Takes the first character off `text` and appends its small letter.
void fold_character(std::string_view& text, std::string& out) {
    const std::string_view character = text.substr(0, character_length(text));
    text.remove_prefix(character.size());
    const CodePoint letter = decode(character);
    const CodePoint small = character.size() == 1 ? letter : small_letter(letter);
    if (character.size() == 1) {
        out.push_back(to_lower(character.front()));
    } else if (small == letter) {
        out.append(character);
    } else {
        append_character(small, out);
    }
}

}  // namespace

bool is_ascii(std::string_view text) {
    while (text.size() >= sizeof(std::uint64_t)) {
        if ((word_at(text.data()) & k_beyond_ascii) != 0) return false;
        text.remove_prefix(sizeof(std::uint64_t));
    }
    return std::all_of(text.begin(), text.end(), [](char c) { return is_ascii(c); });
}

std::string fold_case(std::string_view text) {
    if (is_ascii(text)) return to_lower(text);
    std::string out;
    out.reserve(text.size());
    while (!text.empty()) fold_character(text, out);
    return out;
}

int compare_beyond_ascii(std::string_view a, std::string_view b) {
    std::string x;
    std::string y;
    while (true) {
        if (x.empty() && !a.empty()) fold_character(a, x);
        if (y.empty() && !b.empty()) fold_character(b, y);
        if (x.empty() || y.empty()) return x.empty() == y.empty() ? 0 : x.empty() ? -1 : 1;
        const std::size_t common = std::min(x.size(), y.size());
        const int sign = x.compare(0, common, y, 0, common);
        if (sign != 0) return sign < 0 ? -1 : 1;
        x.erase(0, common);
        y.erase(0, common);
    }
}

}  // namespace rowlock
