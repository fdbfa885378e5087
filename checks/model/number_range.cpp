#include "checks/model/number_range.hpp"

#include <algorithm>
#include <iterator>

namespace rowlock {

const NumberRange* find_range(const std::vector<NumberRange>& ranges, std::uint32_t number) {
    const auto after = std::upper_bound(
        ranges.begin(),
        ranges.end(),
        number,
        [](std::uint32_t value, const NumberRange& range) { return value < range.first; }
    );
    if (after == ranges.begin()) return nullptr;
    const NumberRange& before = *std::prev(after);
    return number - before.first < before.count ? &before : nullptr;
}

bool holds(const std::vector<NumberRange>& ranges, std::uint32_t number) {
    return find_range(ranges, number) != nullptr;
}

}  // namespace rowlock
