#pragma once

#include "harness/schedule/day_order.hpp"
#include "harness/schedule/schedule_check.hpp"

#include <span>
#include <string>
#include <vector>

namespace rowlock {

/// What was assumed of the loads' days and durations, a sentence each: which load was taken for one
/// of a later day, which was spread over the time expected of it, and which could not be.
std::vector<std::string> notes_of(
    std::span<const ScheduledLoad> loads,
    const ScheduleReport& report,
    std::span<const TurnedOrder> turned
);

/// `1 min`, `1 min to 2 h`, in whole seconds.
std::string range_text(const DurationRange& range);

}  // namespace rowlock
