#pragma once

#include <vector>

namespace rowlock {

struct WeightedValue {
    double value = 0.0;
    double weight = 0.0;
};

struct ValueRange {
    double low = 0.0;
    double high = 0.0;

    bool holds(double value) const { return value >= low && value <= high; }
};

/// The values between which `share` (0 to 1) of the weight lies, the rest evenly below and above.
/// Weights add up to 1; both ends are values that are there.
ValueRange range_of(std::vector<WeightedValue> values, double share);

}  // namespace rowlock
