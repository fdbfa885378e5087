#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace rowlock {

/// 128 bits over a text, or the sum of many: texts that differ have different ones, but for a
/// chance that does not matter. Sums do not depend on the order in which texts are added.
struct ContentHash {
    std::uint64_t high = 0;
    std::uint64_t low = 0;

    /// Each half modulo 2^64.
    ContentHash& operator+=(const ContentHash& other) {
        high += other.high;
        low += other.low;
        return *this;
    }

    bool operator==(const ContentHash&) const = default;

    /// 32 hexadecimal digits.
    std::string text() const;
};

ContentHash content_hash(std::string_view text);

/// Of 32 hexadecimal digits, as text() writes them.
std::optional<ContentHash> parse_content_hash(std::string_view text);

}  // namespace rowlock
