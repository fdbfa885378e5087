#include "checks/plan/serial_planner.hpp"

#include "checks/plan/component_planner.hpp"

#include <algorithm>
#include <functional>
#include <queue>
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

/// Batches of both lanes as they become free to start, the serial lane's first.
class LaneRun {
public:
    /// `own_slot`: the serial lane has a slot beside the workers, in place of one of theirs. `gap`:
    /// from the end of one of its batches until the next is sent.
    LaneRun(
        const std::vector<bool>& serial,
        const std::vector<Duration>& times,
        bool own_slot,
        Duration gap
    )
        : times_(times), own_slot_(own_slot), gap_(gap) {
        for (std::uint32_t batch = 0; batch < serial.size(); ++batch) {
            (serial[batch] ? lane_ : others_).push_back(batch);
        }
        schedule_.starts.resize(times.size());
    }

    FeedSchedule run(std::uint32_t workers) {
        while (true) {
            const std::size_t taken = own_slot_ || !lane_busy_ ? busy_ : busy_ + 1;
            if (!lane_busy_ && next_in_lane_ < lane_.size() && (own_slot_ || taken < workers)) {
                lane_busy_ = true;
                start(lane_[next_in_lane_++], true);
            } else if (next_other_ < others_.size() && taken < workers) {
                ++busy_;
                start(others_[next_other_++], false);
            } else if (!ends_.empty()) {
                finish_one();
            } else {
                return finish();
            }
        }
    }

private:
    /// When a batch ends, and whether it is of the serial lane.
    using End = std::pair<Duration, bool>;

    void start(std::uint32_t batch, bool in_lane) {
        schedule_.starts[batch] = schedule_.makespan;
        const Duration gap = in_lane ? gap_ : Duration{};
        ends_.push({schedule_.makespan + times_[batch] + gap, in_lane});
    }

    void finish_one() {
        const auto [end, in_lane] = ends_.top();
        ends_.pop();
        schedule_.makespan = end;
        if (in_lane) {
            lane_busy_ = false;
        } else {
            --busy_;
        }
    }

    /// Nothing is sent behind the last batch.
    FeedSchedule finish() {
        schedule_.makespan = {};
        for (std::size_t batch = 0; batch < times_.size(); ++batch) {
            const Duration end = schedule_.starts[batch] + times_[batch];
            schedule_.makespan = std::max(schedule_.makespan, end);
        }
        return std::move(schedule_);
    }

    const std::vector<Duration>& times_;
    bool own_slot_;
    Duration gap_;
    std::vector<std::uint32_t> lane_;
    std::vector<std::uint32_t> others_;
    std::size_t next_in_lane_ = 0;
    std::size_t next_other_ = 0;
    bool lane_busy_ = false;
    /// Batches of the parallel lane at work.
    std::size_t busy_ = 0;
    std::priority_queue<End, std::vector<End>, std::greater<>> ends_;
    FeedSchedule schedule_;
};

}  // namespace

SerialDraft plan_serial(const PlanProblem& problem) {
    Chains chains = plan_chains(problem);
    std::vector<Duration> times;
    for (const LoadSize& batch : chains.draft.batches) {
        times.push_back(problem.options().cost.of(batch.rows));
    }
    const PlanOptions& options = problem.options();
    // The org sees to its Serial jobs itself.
    const Duration gap = options.serial_mode ? Duration{} : options.cost.gap();
    LaneRun lanes{chains.serial, times, options.serial_mode, gap};
    FeedSchedule schedule = lanes.run(options.workers);
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
