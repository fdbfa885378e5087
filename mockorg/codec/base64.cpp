#include "mockorg/codec/base64.hpp"

#include "mockorg/base/assert.hpp"

#include <openssl/evp.h>

#include <limits>

namespace rowlock {
namespace {

const unsigned char* octets(std::string_view text) {
    return reinterpret_cast<const unsigned char*>(text.data());
}

unsigned char* octets(std::string& text) {
    return reinterpret_cast<unsigned char*>(text.data());
}

}  // namespace

std::string base64(std::string_view bytes) {
    ROWLOCK_ASSERT(bytes.size() <= std::numeric_limits<int>::max() / 2);
    // The library ends the text with a zero byte of its own.
    std::string text((bytes.size() + 2) / 3 * 4 + 1, '\0');
    const int written =
        EVP_EncodeBlock(octets(text), octets(bytes), static_cast<int>(bytes.size()));
    text.resize(static_cast<std::size_t>(written));
    return text;
}

std::optional<std::string> parse_base64(std::string_view text) {
    if (text.size() % 4 != 0 || text.size() > std::numeric_limits<int>::max()) return std::nullopt;
    std::string bytes(text.size() / 4 * 3, '\0');
    if (EVP_DecodeBlock(octets(bytes), octets(text), static_cast<int>(text.size())) < 0) {
        return std::nullopt;
    }
    const std::size_t padding = text.ends_with("==") ? 2 : text.ends_with('=') ? 1 : 0;
    bytes.erase(bytes.size() - padding);
    // The library overlooks blanks, padding in the middle and stray bits.
    if (base64(bytes) != text) return std::nullopt;
    return bytes;
}

}  // namespace rowlock
