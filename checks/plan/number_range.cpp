#include "checks/plan/number_range.hpp"

#include <algorithm>
#include <iterator>

namespace rowlock {

bool holds(const std::vector<NumberRange>& ranges, std::uint32_t number) {
    const auto after = std::upper_bound(
        ranges.begin(),
        ranges.end(),
        number,
        [](std::uint32_t value, const NumberRange& range) { return value < range.first; }
    );
    return after != ranges.begin() && number - std::prev(after)->first < std::prev(after)->count;
}

}  // namespace rowlock
