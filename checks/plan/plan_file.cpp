#include "checks/plan/plan_file.hpp"

#include "checks/plan/batch_plan.hpp"

namespace rowlock {
namespace {

/// Numbers as ranges; a run that goes up by one is one range.
template <class Numbers>
std::vector<NumberRange> ranges_of(const Numbers& numbers) {
    std::vector<NumberRange> ranges;
    for (const std::uint32_t number : numbers) {
        if (!ranges.empty() && ranges.back().first + ranges.back().count == number) {
            ++ranges.back().count;
        } else {
            ranges.push_back({number, 1});
        }
    }
    return ranges;
}

PlanFileBatch batch_of(const BatchPlan& plan, std::uint32_t number, const BatchCost& cost) {
    const PlannedBatch& planned = plan.batching.batches[number];
    PlanFileBatch batch;
    batch.rows = ranges_of(plan.batching.rows_of(planned));
    batch.size = plan.sizes[number];
    batch.lane = planned.lane;
    batch.phase = planned.phase;
    batch.feed_group = planned.feed_group;
    batch.conflicts = ranges_of(plan.conflicts.of(number));
    batch.starts = plan.starts[number];
    batch.takes = cost.of(batch.size.rows);
    return batch;
}

}  // namespace

PlanFile plan_file_of(
    const BatchPlan& plan, const BatchLimits& limits, const BatchCost& cost, std::uint32_t workers
) {
    PlanFile file;
    file.objective = name_of(plan.objective);
    file.planner = name_of(plan.candidates[plan.chosen].planner);
    file.situation = name_of(plan.situation);
    file.workers = workers;
    file.limits = limits;
    file.cost = cost;
    file.prediction = {
        plan.makespan,
        plan.at_work(),
        plan.likely,
        plan.likely_at_work(),
        plan.bounds.makespan,
        std::string{name_of(plan.bounds.binding)},
        plan.serial_makespan_min,
    };
    for (std::uint32_t number = 0; number < plan.batching.batches.size(); ++number) {
        file.batches.push_back(batch_of(plan, number, cost));
    }
    return file;
}

}  // namespace rowlock
