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

bool CountWatch::is_reached() const {
    if (!expected_) return false;
    const bool falls = first_->count > expected_->most;
    return falls ? last_.count <= expected_->most : last_.count >= expected_->least;
}

bool CountWatch::is_over(bool busy) {
    const bool is_quiet = depends_on_jobs() && !busy;
    // What is as it should be from the beginning may be so because nothing has happened yet.
    if (is_reached()) return is_quiet || (changed_ && looks_ > 1);
    if (!is_quiet) {
        busy_until_ = last_.time;
        return false;
    }
    was_quiet_ = last_.time - busy_until_ >= quiet_;
    return was_quiet_;
}

std::string CountWatch::line(TimePoint now, std::uint64_t count) {
    const Point here{now, count};
    std::string text = counted(count, "record");
    if (expected_) {
        const bool is_one = expected_->least == 1 && expected_->most == 1;
        text = fmt::format(
            "{} of {} record{}", grouped(count), range_text(*expected_), is_one ? "" : "s"
        );
    }
    changed_ = !first_ || count != last_.count;
    if (first_) {
        if (const auto lately = rate(last_, here)) {
            text += fmt::format(
                ", {} records/s", grouped(static_cast<std::uint64_t>(std::llround(*lately)))
            );
        }
        const double mean = rate(*first_, here).value_or(0);
        if (expected_ && count < expected_->least && mean > 0) {
            const double left = static_cast<double>(expected_->least - count) / mean;
            if (left < k_left_max_seconds)
                text += ", about " + duration_text(seconds(left)) + " left";
        }
    } else {
        first_ = here;
        busy_until_ = now;
    }
    last_ = here;
    ++looks_;
    return text;
}

}  // namespace rowlock
