#include "checks/plan/serial_planner.hpp"

#include "checks/plan/component_planner.hpp"

#include <algorithm>
#include <numeric>
#include <utility>

namespace rowlock {
namespace {

/// Where the batches of each component that exceeds a batch begin and end.
struct Chains {
    Draft draft;
    std::vector<bool> serial;
};

/// Like plan_components, but what is left of a chain is not filled: a batch of the parallel lane
/// must share nothing with one of the serial lane.
Chains plan_chains(const PlanProblem& problem) {
    const BatchLimits& limits = problem.options().limits;
    const std::vector<bool> whole = components_that_fit(problem, limits);
    std::vector<bool> chains = whole;
    chains.flip();
    DraftBuilder builder{problem, limits};
    std::vector<bool> serial;
    for (const auto& rows : rows_of_components(problem, chains, true)) {
        const std::uint32_t first = builder.batch_count();
        builder.chain(rows);
        serial.resize(builder.batch_count(), builder.batch_count() - first > 1);
    }
    builder.pack_components(problem.components(), whole);
    serial.resize(builder.batch_count(), false);
    return {std::move(builder).finish(Planner::components), std::move(serial)};
}

/// The serial lane one after another, the parallel one on the workers, both from the start.
FeedSchedule run_lanes(
    const std::vector<bool>& serial, const std::vector<Duration>& times, std::uint32_t workers
) {
    std::vector<Duration> parallel_times;
    for (std::size_t batch = 0; batch < times.size(); ++batch) {
        if (!serial[batch]) parallel_times.push_back(times[batch]);
    }
    std::vector<std::uint32_t> order(parallel_times.size());
    std::iota(order.begin(), order.end(), 0U);
    const ConflictGraph no_conflicts{std::vector<std::uint64_t>(order.size()), {}};
    const FeedSchedule parallel = run_in_order(no_conflicts, order, parallel_times, workers);
    FeedSchedule schedule;
    Duration serial_end{};
    std::size_t next = 0;
    for (std::size_t batch = 0; batch < times.size(); ++batch) {
        schedule.starts.push_back(serial[batch] ? serial_end : parallel.starts[next++]);
        if (serial[batch]) serial_end += times[batch];
    }
    schedule.makespan = std::max(serial_end, parallel.makespan);
    return schedule;
}

}  // namespace

SerialDraft plan_serial(const PlanProblem& problem) {
    Chains chains = plan_chains(problem);
    std::vector<Duration> times;
    for (const LoadSize& batch : chains.draft.batches) {
        times.push_back(problem.options().cost.of(batch.rows));
    }
    FeedSchedule schedule = run_lanes(chains.serial, times, problem.options().workers);
    return {std::move(chains.draft), std::move(chains.serial), std::move(schedule)};
}

std::optional<Duration> serial_makespan_min(const PlanProblem& problem) {
    const PlanOptions& options = problem.options();
    Duration serial{};
    LoadSize rest = problem.components().keyless;
    for (const LoadSize& size : problem.components().sizes) {
        if (size.fits(options.limits)) {
            rest += size;
        } else {
            serial += options.cost.of(size, options.limits);
        }
    }
    if (serial == Duration{}) return std::nullopt;
    return std::max(serial, options.cost.of(rest, options.limits) / options.workers);
}

}  // namespace rowlock
