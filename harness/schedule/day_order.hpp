#pragma once

#include "harness/schedule/scheduled_load.hpp"

#include <span>
#include <vector>

namespace rowlock {

/// Loads of which one was given behind another that begins later, on the same day.
struct TurnedOrder {
    /// Positions among the loads: the one given first, and the one behind it.
    std::size_t before = 0;
    std::size_t behind = 0;
    /// Where it begins, if it is taken for a load of a later day; nothing: it stays where it is.
    std::optional<Duration> moved_to;
};

/// Whether loads were meant for a later day than they say: one that begins earlier than the load
/// given before it is taken for the next day if that one still runs at midnight, and stays behind a
/// load that was moved itself. Who says 24:00 or later names the day. `lasts`: by position, what
/// each load takes at most. In the order in which the loads were given.
std::vector<TurnedOrder> find_turned_orders(
    std::span<const ScheduledLoad> loads, std::span<const Duration> lasts
);

}  // namespace rowlock
