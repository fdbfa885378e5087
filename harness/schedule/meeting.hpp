#pragma once

#include "harness/schedule/scheduled_load.hpp"

#include <cstddef>
#include <cstdint>
#include <span>

namespace rowlock {

enum class Overlap : std::uint8_t { no, possible, certain };

/// `no`, `possible`, `certain`
const char* name_of(Overlap overlap);

/// Whether a load that runs from `start`, so long as the range says, still runs when another one
/// begins.
Overlap overlap_of(Duration start, const DurationRange& lasts, Duration next_start);

/// When a load runs.
struct TimedLoad {
    /// From midnight of the first day.
    Duration start{};
    DurationRange lasts;
};

/// How two loads come nearest to each other.
struct Meeting {
    /// Positions among the loads: the second begins `distance` behind the first.
    std::size_t first = 0;
    std::size_t second = 0;
    Duration distance{};
    Overlap overlap = Overlap::no;
    /// The other way round they overlap as well or instead, between one day and the next.
    bool over_midnight = false;
};

/// How the loads at positions `one` < `other` meet, which are sorted by start. `daily`: each runs
/// at its time on every day, and all starts lie within 24 hours; what counts is whether they
/// overlap on any days, whichever begins first, however many days they take.
Meeting meeting_of(
    std::span<const TimedLoad> loads, std::size_t one, std::size_t other, bool daily
);

/// With which of daily loads, sorted by start, a day should begin, so that as few of them as
/// possible overlap from its end into the next day: the earliest such.
std::size_t first_of_day(std::span<const TimedLoad> loads);

}  // namespace rowlock
