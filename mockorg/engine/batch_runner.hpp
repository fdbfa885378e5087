#pragma once

#include "mockorg/engine/transactions.hpp"
#include "mockorg/engine/world.hpp"

namespace rowlock {

/// Runs the batches of closed jobs: lanes and workers, 200-row chunks one after another, lock
/// failures, requeues, and the job's end. Works on a World it does not own; driven by events.
class BatchRunner {
public:
    explicit BatchRunner(World& world) : world_(world), transactions_(world) {}

    /// Reads the job's data and queues its batches, or fails the job.
    void prepare(std::uint32_t job);

    /// The chunk asks for its locks.
    void chunk_due(TransactionNo transaction);

    /// The chunk's rows are written and its locks given back.
    void commit(TransactionNo transaction);

    /// A chunk's lock wait ran out.
    void lock_timeout(TransactionNo transaction, const Transactions::Timeout& timeout);

    void requeue(std::uint32_t job, std::uint32_t batch);

private:
    Job& job_of(TransactionNo transaction) {
        return world_.jobs[transactions_.at(transaction).origin.job];
    }

    void enqueue(BatchRef ref);
    void dispatch();
    void start_batch(BatchRef ref);
    void start_chunk(BatchRef ref, Duration delay);
    void acquire(TransactionNo transaction);
    void fail_unprocessed(TransactionNo transaction, const std::string& message);
    void fail_rows_wanting(TransactionNo transaction, LockKey key, const std::string& message);
    void end_chunk(TransactionNo transaction);
    void leave_worker(BatchRef ref);
    void end_batch(BatchRef ref);
    void end_job(Job& job, JobState state);

    World& world_;
    Transactions transactions_;
};

}  // namespace rowlock
