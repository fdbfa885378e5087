#include "harness/calibrate/weighted_range.hpp"

#include "mockorg/base/assert.hpp"

#include <algorithm>

namespace rowlock {

ValueRange range_of(std::vector<WeightedValue> values, double share) {
    ROWLOCK_ASSERT(!values.empty());
    std::stable_sort(
        values.begin(),
        values.end(),
        [](const WeightedValue& a, const WeightedValue& b) { return a.value < b.value; }
    );
    const double tail = 0.5 * (1.0 - share);
    double below = 0.0;
    ValueRange range{values.front().value, values.back().value};
    for (const WeightedValue& value : values) {
        below += value.weight;
        if (below > tail) {
            range.low = value.value;
            break;
        }
    }
    double above = 0.0;
    for (auto value = values.rbegin(); value != values.rend(); ++value) {
        above += value->weight;
        if (above > tail) {
            range.high = value->value;
            break;
        }
    }
    return range;
}

}  // namespace rowlock
