#pragma once

#include "checks/plan/draft.hpp"
#include "checks/plan/feed_schedule.hpp"

#include <optional>
#include <vector>

namespace rowlock {

/// A plan for a client that cannot hold batches back.
struct SerialDraft {
    Draft draft;
    /// By batch: it belongs into a Serial job, because others share keys with it.
    std::vector<bool> serial;
    FeedSchedule schedule;
};

/// Components that exceed a batch go to the serial lane whole; the org works on one batch of that
/// lane at a time, beside the parallel ones. Always possible.
SerialDraft plan_serial(const PlanProblem& problem);

/// What such a plan takes at least; nothing if all components fit into a batch.
std::optional<Duration> serial_makespan_min(const PlanProblem& problem);

}  // namespace rowlock
