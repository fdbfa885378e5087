#pragma once

#include "mockorg/base/time.hpp"

#include <chrono>

namespace rowlock {

/// An org's clock that follows the wall clock, `speed` times as fast. Does not read any clock
/// itself.
class PacedClock {
public:
    using WallTime = std::chrono::steady_clock::time_point;

    /// The two times that belong together at the start; speed > 0.
    PacedClock(TimePoint org, WallTime wall, double speed);

    /// The org's time at a moment of the wall clock.
    TimePoint at(WallTime wall) const;

    /// A moment of the wall clock, at most 2 microseconds late, at which at() has reached `org`;
    /// within 95 years of the start.
    WallTime when(TimePoint org) const;

    /// Goes on from here: the org's time was set by somebody else.
    void set(TimePoint org, WallTime wall);

private:
    TimePoint org_;
    WallTime wall_;
    double speed_;
};

}  // namespace rowlock
