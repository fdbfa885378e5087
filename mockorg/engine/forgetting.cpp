#include "mockorg/engine/forgetting.hpp"

#include "mockorg/engine/world.hpp"

#include <algorithm>
#include <vector>

namespace rowlock {
namespace {

/// Looking goes through all jobs there ever were.
constexpr Duration k_interval = std::chrono::hours{1};

void forget_old_jobs(World& world) {
    if (world.now - world.forgot_at < k_interval) return;
    world.forgot_at = world.now;
    for (Job& job : world.jobs) {
        // A deleted job may still have a chunk under way.
        if (world.is_gone(job) && job.batches_open == 0) release_results(job);
    }
    for (QueryJob& job : world.query_jobs) {
        if (world.is_gone(job)) job.result = nullptr;
    }
    forget_requests(world);
}

void forget_dear_results(World& world) {
    const std::vector<const Store*> dear =
        world.record_copies.beyond(world.store, world.config().query_results_bytes_max);
    if (dear.empty()) return;
    const auto is_dear = [&](const std::shared_ptr<const QueryResult>& result) {
        return result && std::find(dear.begin(), dear.end(), &result->records()) != dear.end();
    };
    for (QueryJob& job : world.query_jobs) {
        if (!job.ended() || !is_dear(job.result)) continue;
        job.deleted = true;
        job.result = nullptr;
    }
    for (Job& job : world.jobs) {
        for (Batch& batch : job.batches) {
            if (is_dear(batch.result)) batch.result = nullptr;
        }
    }
}

}  // namespace

void forget(World& world) {
    world.store.reclaim();
    forget_old_jobs(world);
    forget_dear_results(world);
}

}  // namespace rowlock
