#include "harness/cleanup/deletion_plan.hpp"

#include "checks/plan/batch_plan.hpp"
#include "checks/plan/feed_schedule.hpp"

#include <chrono>
#include <numeric>
#include <vector>

namespace rowlock {
namespace {

constexpr BatchCost k_quick{std::chrono::seconds{1}, std::chrono::microseconds{2'500}};
constexpr BatchCost k_slow{std::chrono::seconds{5}, std::chrono::milliseconds{50}};

std::shared_ptr<const SendPlan> send_plan_of(const BatchPlan& plan) {
    auto send = std::make_shared<SendPlan>();
    send->rows = std::make_shared<const std::vector<RowNumber>>(
        plan.batching.order.begin(), plan.batching.order.end()
    );
    for (std::uint32_t number = 0; number < plan.batching.batches.size(); ++number) {
        const PlannedBatch& planned = plan.batching.batches[number];
        SendPlan::Batch batch;
        batch.first = planned.first;
        batch.count = planned.rows;
        batch.phase = planned.phase;
        batch.serial = planned.lane == BatchLane::serial;
        if (planned.lane == BatchLane::feed) {
            for (const std::uint32_t other : plan.conflicts.of(number)) {
                if (other < number) ++batch.waits_for;
                if (other > number) batch.waited_for_by.push_back(other);
            }
        }
        send->batches.push_back(std::move(batch));
    }
    return send;
}

Duration makespan_of(const BatchPlan& plan, const BatchCost& cost, std::uint32_t workers) {
    std::vector<std::uint32_t> order(plan.sizes.size());
    std::iota(order.begin(), order.end(), 0U);
    std::vector<Duration> times;
    for (const LoadSize& size : plan.sizes) times.push_back(cost.of(size.rows));
    const ConflictGraph none{std::vector<std::uint64_t>(times.size()), {}};
    const bool listed = plan.conflicts.batch_count() == times.size();
    return run_in_order(listed ? plan.conflicts : none, order, times, workers).makespan;
}

}  // namespace

DeletionPlan plan_deletion(
    const RowKeys& keys, const DeletionLocks& locks, std::uint32_t in_flight
) {
    PlanOptions options;
    options.limits.rows = k_deletion_batch_rows;
    options.workers = locks.whole_org ? 1 : in_flight;
    options.serial_mode = false;
    const BatchPlan batches = plan_batches({keys, {}, {}, {}, {}}, options);
    DeletionPlan plan;
    plan.send = send_plan_of(batches);
    plan.in_flight = options.workers;
    plan.kept_apart = batches.conflicts.pair_count();
    plan.duration = {
        makespan_of(batches, k_quick, plan.in_flight),
        makespan_of(batches, k_slow, plan.in_flight)};
    return plan;
}

}  // namespace rowlock
