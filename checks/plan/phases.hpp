#pragma once

#include "checks/plan/feed_schedule.hpp"
#include "checks/plan/plan_problem.hpp"

#include <cstdint>
#include <span>
#include <vector>

namespace rowlock {

/// By batch: a phase, counted from 0 without gaps, such that no two batches of a phase share a key.
/// Batches of the keys that most batches have choose first; all take turns, so that phases become
/// about equally long. Takes no list of conflicts, so it does for any number of batches.
std::vector<std::uint32_t> find_phases(
    const PlanProblem& problem,
    std::span<const std::uint32_t> batch_of_row,
    std::uint32_t batch_count
);

/// An order for run_in_phases: phase by phase, of each phase the longest batch first.
std::vector<std::uint32_t> order_in_phases(
    std::span<const std::uint32_t> phases, std::span<const Duration> times
);

/// What a client does that starts a phase when all batches of the one before are done. `order` has
/// all batches, phase by phase; `phases` and `times` are by batch.
FeedSchedule run_in_phases(
    std::span<const std::uint32_t> order,
    std::span<const std::uint32_t> phases,
    std::span<const Duration> times,
    std::uint32_t workers
);

}  // namespace rowlock
