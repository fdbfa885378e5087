#include "mockorg/codec/duration_text.hpp"

#include "mockorg/codec/numbers.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace rowlock {
namespace {

struct Unit {
    std::string_view name;
    double seconds;
};

constexpr std::array<Unit, 5> k_units{
    {{"d", 86400.0}, {"h", 3600.0}, {"m", 60.0}, {"s", 1.0}, {"ms", 0.001}}};

/// Cuts the leading characters that are (or are not) part of a plain decimal number.
std::string_view cut(std::string_view& text, bool numeric) {
    const auto end = std::find_if(text.begin(), text.end(), [numeric](char c) {
        return ((c >= '0' && c <= '9') || c == '.') != numeric;
    });
    const auto length = static_cast<std::size_t>(end - text.begin());
    const std::string_view piece = text.substr(0, length);
    text.remove_prefix(length);
    return piece;
}

}  // namespace

std::optional<Duration> parse_duration(std::string_view text) {
    if (text.empty()) return std::nullopt;
    double total = 0.0;
    auto larger = k_units.begin();
    while (!text.empty()) {
        const auto amount = parse_number(cut(text, true));
        const std::string_view name = cut(text, false);
        const auto unit = std::find_if(larger, k_units.end(), [name](const Unit& candidate) {
            return candidate.name == name;
        });
        if (!amount || unit == k_units.end()) return std::nullopt;
        total += *amount * unit->seconds;
        if (!(total <= to_seconds(k_duration_text_max))) return std::nullopt;
        larger = unit + 1;
    }
    return seconds(total);
}

std::string written_duration(Duration duration) {
    constexpr std::int64_t k_second = 1'000'000;
    std::string text =
        fmt::format("{}.{:06}", duration.count() / k_second, duration.count() % k_second);
    while (text.back() == '0') text.pop_back();
    if (text.back() == '.') text.pop_back();
    return text + 's';
}

std::string duration_text(Duration duration) {
    const double all = to_seconds(duration);
    if (all < 60.0) return fmt::format("{:.1f} s", all);
    const std::int64_t whole = (duration.count() + 500'000) / 1'000'000;
    if (whole < 3600) return fmt::format("{} min {:02} s", whole / 60, whole % 60);
    const std::int64_t minutes = (whole + 30) / 60;
    return fmt::format("{} h {:02} min", minutes / 60, minutes % 60);
}

}  // namespace rowlock
