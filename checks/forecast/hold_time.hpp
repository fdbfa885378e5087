#pragma once

#include <string>
#include <vector>

namespace rowlock {

/// How long a chunk keeps its locks: lognormal by mean and coefficient of variation; variation 0 is
/// constant.
struct HoldTime {
    double mean_seconds = 3.5;
    double variation = 1.0;

    bool operator==(const HoldTime&) const = default;
};

/// A named assumption about the org, because nobody publishes hold times.
struct HoldCase {
    std::string name;
    HoldTime hold;

    bool operator==(const HoldCase&) const = default;
};

/// lean, typical, heavy: 1.0, 3.5 and 7.0 s a chunk. [locking facts, sections 5 and 8.1: estimates
/// and fits, the same as the shipped profiles]
std::vector<HoldCase> usual_hold_cases();

}  // namespace rowlock
