#include "harness/count/count_watch.hpp"

#include "harness/replay/figures.hpp"

#include <fmt/core.h>

#include <cmath>

namespace rowlock {
namespace {

/// Longer waits are no forecast.
constexpr double k_left_max_seconds = 365.0 * 24 * 3600;

}  // namespace

std::optional<double> CountWatch::rate(const Point& from, const Point& to) {
    const double passed = to_seconds(to.time - from.time);
    if (passed <= 0 || to.count < from.count) return std::nullopt;
    return static_cast<double>(to.count - from.count) / passed;
}

std::string CountWatch::line(TimePoint now, std::uint64_t count) {
    const Point here{now, count};
    std::string text = counted(count, "record");
    if (expected_) text = fmt::format("{} of {}", grouped(count), counted(*expected_, "record"));
    if (first_) {
        if (const auto lately = rate(last_, here)) {
            text += fmt::format(
                ", {} records/s", grouped(static_cast<std::uint64_t>(std::llround(*lately)))
            );
        }
        const double mean = rate(*first_, here).value_or(0);
        if (expected_ && count < *expected_ && mean > 0) {
            const double left = static_cast<double>(*expected_ - count) / mean;
            if (left < k_left_max_seconds)
                text += ", about " + duration_text(seconds(left)) + " left";
        }
    } else {
        first_ = here;
    }
    last_ = here;
    return text;
}

}  // namespace rowlock
