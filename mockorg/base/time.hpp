#pragma once

#include <chrono>
#include <cmath>
#include <cstdint>

namespace rowlock {

/// The org's own clock. It has no now(): time reaches the engine only as an argument.
struct OrgClock {
    using duration = std::chrono::microseconds;
    using rep = duration::rep;
    using period = duration::period;
    using time_point = std::chrono::time_point<OrgClock>;
};

using Duration = OrgClock::duration;

/// Microseconds since 1970-01-01T00:00:00Z on the org's clock.
using TimePoint = OrgClock::time_point;

/// Rounds to the nearest microsecond.
inline Duration seconds(double value) {
    return Duration{static_cast<std::int64_t>(std::llround(value * 1e6))};
}

inline double to_seconds(Duration value) {
    return static_cast<double>(value.count()) / 1e6;
}

inline std::int64_t to_milliseconds(Duration value) {
    return value.count() / 1000;
}

/// Milliseconds since 1970-01-01T00:00:00Z: what records and answers hold.
inline std::int64_t milliseconds_of(TimePoint time) {
    return to_milliseconds(time.time_since_epoch());
}

/// Where a fresh org's clock stands: 2026-01-01T00:00:00Z.
inline constexpr TimePoint k_org_epoch{std::chrono::seconds{1767225600}};

}  // namespace rowlock
