#include "mockorg/engine/query_locator.hpp"

#include "mockorg/codec/base64.hpp"
#include "mockorg/codec/numbers.hpp"

namespace rowlock {
namespace {

/// More characters than any row number needs.
constexpr std::size_t k_longest = 32;

}  // namespace

std::string query_locator(std::uint64_t row) {
    std::string locator = base64(std::to_string(row));
    // Recorded locators come without padding.
    locator.erase(locator.find_last_not_of('=') + 1);
    return locator;
}

std::optional<std::uint64_t> parse_query_locator(std::string_view locator) {
    if (locator.size() > k_longest) return std::nullopt;
    std::string padded{locator};
    padded.resize((locator.size() + 3) / 4 * 4, '=');
    const auto digits = parse_base64(padded);
    const auto row = digits ? parse_integer(*digits) : std::nullopt;
    if (!row || *row < 0) return std::nullopt;
    const auto position = static_cast<std::uint64_t>(*row);
    // One row has one locator: no signs, leading zeros or stray bits.
    if (query_locator(position) != locator) return std::nullopt;
    return position;
}

}  // namespace rowlock
