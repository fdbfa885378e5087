#include "harness/schedule/day_order.hpp"

#include <algorithm>
#include <numeric>

namespace rowlock {
namespace {

constexpr Duration k_day = std::chrono::hours{24};

Duration midnight_before(Duration time) {
    return k_day * (time / k_day);
}

/// Where the load begins if it comes behind another, which begins at `before`.
Duration start_behind(Duration start, Duration before, Duration before_lasts, bool before_moved) {
    // The day is named.
    if (start >= k_day) return start;
    const Duration same_day = midnight_before(before) + start;
    if (before_moved && same_day >= before) return same_day;
    const Duration next_day = midnight_before(before) + k_day;
    return before + before_lasts > next_day ? next_day + start : start;
}

}  // namespace

std::vector<TurnedOrder> find_turned_orders(
    std::span<const ScheduledLoad> loads, std::span<const Duration> lasts
) {
    std::vector<std::size_t> given(loads.size());
    std::iota(given.begin(), given.end(), std::size_t{0});
    std::sort(given.begin(), given.end(), [&](std::size_t a, std::size_t b) {
        return loads[a].place < loads[b].place;
    });
    std::vector<TurnedOrder> turned;
    Duration before_start{};
    bool before_moved = false;
    for (std::size_t i = 0; i < given.size(); ++i) {
        const Duration start = loads[given[i]].start;
        const bool is_turned = i > 0 && start < before_start;
        if (!is_turned) {
            before_start = start;
            before_moved = loads[given[i]].moved_from.has_value();
            continue;
        }
        const std::size_t before = given[i - 1];
        TurnedOrder order{before, given[i], std::nullopt};
        before_start = start_behind(start, before_start, lasts[before], before_moved);
        before_moved = before_start != start;
        if (before_moved) order.moved_to = before_start;
        turned.push_back(order);
    }
    return turned;
}

}  // namespace rowlock
