#include "mockorg/engine/query_locator.hpp"

#include "mockorg/codec/numbers.hpp"

namespace rowlock {
namespace {

constexpr std::string_view k_base64 =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/// More characters than any row number needs.
constexpr std::size_t k_longest = 32;

/// Base64 without padding.
std::string encode(std::string_view bytes) {
    std::string out;
    unsigned bits = 0;
    unsigned count = 0;
    for (const char c : bytes) {
        bits = bits << 8U | static_cast<unsigned char>(c);
        for (count += 8; count >= 6; count -= 6) out.push_back(k_base64[bits >> (count - 6) & 63U]);
    }
    if (count > 0) out.push_back(k_base64[bits << (6 - count) & 63U]);
    return out;
}

std::optional<std::string> decode(std::string_view text) {
    std::string bytes;
    unsigned bits = 0;
    unsigned count = 0;
    for (const char c : text) {
        const std::size_t value = k_base64.find(c);
        if (value == std::string_view::npos) return std::nullopt;
        bits = bits << 6U | static_cast<unsigned>(value);
        count += 6;
        if (count < 8) continue;
        count -= 8;
        bytes.push_back(static_cast<char>(bits >> count & 255U));
    }
    return bytes;
}

}  // namespace

std::string query_locator(std::uint64_t row) {
    return encode(std::to_string(row));
}

std::optional<std::uint64_t> parse_query_locator(std::string_view locator) {
    if (locator.size() > k_longest) return std::nullopt;
    const auto digits = decode(locator);
    const auto row = digits ? parse_integer(*digits) : std::nullopt;
    if (!row || *row < 0) return std::nullopt;
    const auto position = static_cast<std::uint64_t>(*row);
    // One row has one locator: no signs, leading zeros or stray bits.
    if (query_locator(position) != locator) return std::nullopt;
    return position;
}

}  // namespace rowlock
