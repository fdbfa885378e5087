#include "mockorg/codec/utf8.hpp"

#include <cstdint>
#include <cstring>

namespace rowlock {
namespace {

constexpr std::uint32_t k_first_surrogate = 0xD800;
constexpr std::uint32_t k_last_surrogate = 0xDFFF;
constexpr std::uint32_t k_last_character = 0x10FFFF;

/// What a lead byte announces.
struct Lead {
    std::size_t length;
    std::uint32_t bits;
    /// The smallest character of this length: anything below is an overlong form.
    std::uint32_t smallest;
};

Lead lead_of(unsigned char byte) {
    if (byte < 0x80) return {1, byte, 0};
    if ((byte & 0xE0U) == 0xC0) return {2, byte & 0x1FU, 0x80};
    if ((byte & 0xF0U) == 0xE0) return {3, byte & 0x0FU, 0x800};
    if ((byte & 0xF8U) == 0xF0) return {4, byte & 0x07U, 0x10000};
    return {0, 0, 0};
}

constexpr std::size_t k_word_bytes = sizeof(std::uint64_t);

bool is_ascii_word(const char* bytes) {
    constexpr std::uint64_t k_high_bits = 0x8080'8080'8080'8080;
    std::uint64_t word = 0;
    std::memcpy(&word, bytes, k_word_bytes);
    return (word & k_high_bits) == 0;
}

}  // namespace

std::size_t utf8_length_at(std::string_view text, std::size_t offset) {
    if (offset >= text.size()) return 0;
    const Lead lead = lead_of(static_cast<unsigned char>(text[offset]));
    if (lead.length > text.size() - offset) return 0;
    std::uint32_t character = lead.bits;
    for (std::size_t i = 1; i < lead.length; ++i) {
        const auto byte = static_cast<unsigned char>(text[offset + i]);
        if ((byte & 0xC0U) != 0x80) return 0;
        character = character << 6U | (byte & 0x3FU);
    }
    const bool surrogate = character >= k_first_surrogate && character <= k_last_surrogate;
    if (character < lead.smallest || character > k_last_character || surrogate) return 0;
    return lead.length;
}

std::size_t find_ill_formed_utf8(std::string_view text) {
    // Nearly all texts are plain ASCII: looked at without leaving the loop, which takes many bytes
    // at a time.
    unsigned char all = 0;
    for (const char c : text) all |= static_cast<unsigned char>(c);
    if (all < 0x80) return std::string_view::npos;
    std::size_t at = 0;
    while (at < text.size()) {
        if (text.size() - at >= k_word_bytes && is_ascii_word(text.data() + at)) {
            at += k_word_bytes;
            continue;
        }
        const std::size_t length = utf8_length_at(text, at);
        if (length == 0) return at;
        at += length;
    }
    return std::string_view::npos;
}

}  // namespace rowlock
