#pragma once

#include "mockorg/engine/world.hpp"

namespace rowlock {

/// Works on the query jobs of Bulk API 2.0 as time goes by: a job finds its rows at once when it
/// starts, and counts them step by step. Takes no locks. Works on a World it does not own.
class QueryJobRunner {
public:
    explicit QueryJobRunner(World& world) : world_(world) {}

    /// The job starts, or has come one step further; a job that has ended stays as it is.
    void due(std::uint32_t job);

    /// A job that was stuck because of a fault goes on.
    void resume(std::uint32_t job);

private:
    bool meets_fault(std::uint32_t job);
    void go_on(std::uint32_t job);
    void start(QueryJob& job);
    void step(QueryJob& job);
    void arm(std::uint32_t job, Duration delay);

    World& world_;
};

}  // namespace rowlock
