#pragma once

#include "checks/forecast/chunk_sample.hpp"
#include "checks/forecast/hold_time.hpp"
#include "mockorg/base/time.hpp"

#include <cstdint>
#include <limits>
#include <vector>

namespace rowlock {

/// What the platform does with batches. Defaults: locking facts, section 8.1.
struct SimulationSettings {
    /// Batches of parallel jobs and feeds in flight (k), at least 1. Serial jobs have a worker to
    /// themselves.
    std::uint32_t workers = 15;
    HoldTime hold;
    /// Nothing ever times out after Duration::max().
    Duration lock_wait = seconds(10.0);
    /// From a chunk's start until it asks for locks.
    Duration pre_lock = seconds(0.3);
    /// From a worker taking a batch until its first chunk.
    Duration batch_overhead = seconds(1.0);
    /// More lock-failed rows in one attempt send the rest of the batch back to the queue.
    std::uint32_t lock_failures_max = 100;
    Duration requeue_delay = seconds(60.0);
    std::uint32_t requeues_max = 10;
    std::uint64_t seed = 1;
};

/// How a batch went; times from the load's beginning.
struct BatchRun {
    /// When the client sent it, and when a worker took it first.
    Duration arrived{};
    Duration taken{};
    Duration ended{};
    /// In which a worker had it, but for the batch overhead: what an org's
    /// apiActiveProcessingTime tells.
    Duration active{};

    bool operator==(const BatchRun&) const = default;
};

struct SimulationResult {
    std::uint64_t chunks_committed = 0;
    std::uint64_t chunks_failed = 0;
    std::uint64_t rows_committed = 0;
    /// On a lock timeout, which the platform never retries.
    std::uint64_t rows_failed = 0;
    /// Of batches given up after too many requeues.
    std::uint64_t rows_unprocessed = 0;
    /// How often a chunk met a busy key.
    std::uint64_t waits = 0;
    std::uint64_t requeues = 0;
    /// Until the last batch is done.
    Duration elapsed{};
    /// Sum of the holds that ended in a commit.
    Duration useful{};
    /// By batch of the sample; one without rows was never there.
    std::vector<BatchRun> batches;
    /// When each chunk committed or failed, ascending.
    std::vector<Duration> chunk_ends;

    /// Share of the rows that did not make it.
    double failure_rate() const;

    /// Committing chunks at once, on average.
    double useful_parallelism() const;

    bool operator==(const SimulationResult&) const = default;
};

/// Runs the batches of the sample, which queue up as they arrive: each worker takes the first batch
/// that phase and feed group admit, chunk after chunk asks for its keys in lock order, waits
/// in line at busy ones, and fails as a whole when one wait gets too long. Same arguments, same
/// result.
SimulationResult simulate(const ChunkSample& sample, const SimulationSettings& settings);

}  // namespace rowlock
