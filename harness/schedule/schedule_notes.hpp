#pragma once

#include "harness/schedule/schedule_check.hpp"

#include <span>
#include <string>
#include <vector>

namespace rowlock {

/// What was assumed of the loads' days and durations, a sentence each: which load stands for its
/// run on the next day, who meets whom from one day to the next, which was spread over the time
/// expected of it, and which could not be.
std::vector<std::string> notes_of(
    std::span<const ScheduledLoad> loads, const ScheduleReport& report
);

/// `1 min`, `1 min to 2 h`, in whole seconds.
std::string range_text(const DurationRange& range);

}  // namespace rowlock
