#include "harness/verify/content_hash.hpp"

#include "mockorg/base/hash.hpp"

#include <fmt/core.h>

#include <charconv>

namespace rowlock {
namespace {

constexpr std::size_t k_digits = 16;

std::optional<std::uint64_t> parse_half(std::string_view digits) {
    std::uint64_t value = 0;
    const auto read = std::from_chars(digits.data(), digits.data() + digits.size(), value, 16);
    if (read.ec != std::errc{} || read.ptr != digits.data() + digits.size()) return std::nullopt;
    return value;
}

}  // namespace

std::string ContentHash::text() const {
    return fmt::format("{:016x}{:016x}", high, low);
}

ContentHash content_hash(std::string_view text) {
    const std::uint64_t low = hash_text(text);
    // A second hash of its own: the same text behind what the first one made of it.
    std::string salted = fmt::format("{:016x}", low);
    salted += text;
    return {hash_text(salted), low};
}

std::optional<ContentHash> parse_content_hash(std::string_view text) {
    if (text.size() != 2 * k_digits) return std::nullopt;
    const auto high = parse_half(text.substr(0, k_digits));
    const auto low = parse_half(text.substr(k_digits));
    if (!high || !low) return std::nullopt;
    return ContentHash{*high, *low};
}

}  // namespace rowlock
