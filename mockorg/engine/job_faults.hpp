#pragma once

#include "mockorg/engine/world.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace rowlock {

/// Batches and query jobs that get stuck or fail because of a fault. Works on a World it does not
/// own.
class JobFaults {
public:
    explicit JobFaults(World& world) : world_(world) {}

    /// A worker takes the batch up for the first time: whether it gets stuck. If it is to fail,
    /// that is kept for failure_of().
    bool stops(BatchRef batch);

    /// What the batch says when it fails now, if it does.
    std::optional<std::string> failure_of(BatchRef batch);

    /// What becomes of a query job that starts.
    struct QueryVerdict {
        bool stuck = false;
        /// Empty: it does not fail.
        std::string failure;
    };

    QueryVerdict judge(std::uint32_t query_job);

    /// Whether the work was stuck until now; it is not any more.
    bool take_stuck(BatchRef batch);
    bool take_stuck_query(std::uint32_t query_job);

    /// All work that this fault holds up goes on, now.
    void let_go(std::string_view fault);

    /// The job was aborted: what it has stuck comes to its end, now.
    void let_go_job(std::uint32_t job);

private:
    void keep_stuck(const FaultBook::Entry& entry, bool query_job, BatchRef ref);
    void resume(const StuckWork& work, TimePoint time);

    World& world_;
};

}  // namespace rowlock
