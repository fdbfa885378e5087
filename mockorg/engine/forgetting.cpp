#include "mockorg/engine/forgetting.hpp"

#include "mockorg/engine/world.hpp"

namespace rowlock {
namespace {

/// Looking goes through all jobs there ever were.
constexpr Duration k_interval = std::chrono::hours{1};

}  // namespace

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

}  // namespace rowlock
