#include "harness/replay/figures.hpp"

#include <fmt/core.h>

namespace rowlock {

std::string percent(std::uint64_t part, std::uint64_t whole) {
    const double value =
        whole == 0 ? 0.0 : 100.0 * static_cast<double>(part) / static_cast<double>(whole);
    return fmt::format("{:.2f}", value);
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
