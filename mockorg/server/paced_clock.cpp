#include "mockorg/server/paced_clock.hpp"

#include "mockorg/base/assert.hpp"

#include <algorithm>
#include <cstdint>

namespace rowlock {
namespace {

using std::chrono::nanoseconds;

/// 95 years: what may be added to either clock without passing the end of its range.
constexpr double k_wait_max_ns = 3e18;
constexpr double k_step_max_us = 3e15;
/// Longer than any rounding of the two conversions.
constexpr double k_margin_ns = 1000.0;

}  // namespace

PacedClock::PacedClock(TimePoint org, WallTime wall, double speed)
    : org_(org), wall_(wall), speed_(speed) {
    ROWLOCK_ASSERT(speed > 0.0);
}

TimePoint PacedClock::at(WallTime wall) const {
    const double elapsed_ns =
        static_cast<double>(std::chrono::duration_cast<nanoseconds>(wall - wall_).count());
    const double step_us = std::clamp(elapsed_ns * speed_ / 1000.0, 0.0, k_step_max_us);
    return org_ + Duration{static_cast<std::int64_t>(step_us)};
}

PacedClock::WallTime PacedClock::when(TimePoint org) const {
    const double step_us = std::max(0.0, static_cast<double>((org - org_).count()));
    const double wait_ns = std::min(step_us * 1000.0 / speed_ + k_margin_ns, k_wait_max_ns);
    return wall_ + nanoseconds{static_cast<std::int64_t>(wait_ns)};
}

void PacedClock::set(TimePoint org, WallTime wall) {
    org_ = org;
    wall_ = wall;
}

}  // namespace rowlock
