#pragma once

#include "mockorg/engine/transactions.hpp"
#include "mockorg/engine/world.hpp"

namespace rowlock {

/// Runs batches of both Bulk APIs: lanes and workers, 200-row chunks one after another, lock
/// failures, requeues, and the end of batches and jobs. Works on a World it does not own; driven by
/// events.
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

    /// The batch stands in its lane from now on, unless its job was aborted meanwhile.
    void queue(std::uint32_t job, std::uint32_t batch);

    /// A batch without rows to write has had its time.
    void batch_due(std::uint32_t job, std::uint32_t batch);

    /// A batch that was stuck because of a fault goes on, or ends if its job was aborted.
    void resume(std::uint32_t job, std::uint32_t batch);

private:
    Job& job_of(TransactionNo transaction) {
        return world_.jobs[transactions_.at(transaction).origin.job];
    }

    Batch& batch_at(BatchRef ref) { return world_.jobs[ref.job].batches[ref.batch]; }

    void enqueue(BatchRef ref);
    std::optional<BatchRef> next_in(std::deque<BatchRef>& lane);
    void dispatch();
    void start_batch(BatchRef ref);
    void begin_work(BatchRef ref);
    void start_query(BatchRef ref);
    void run_without_chunks(BatchRef ref);
    Result<void> finish_without_chunks(BatchRef ref);
    void start_chunk(BatchRef ref, Duration delay);
    void fail_batch(BatchRef ref, std::string message);
    void put_back(BatchRef ref);
    void acquire(TransactionNo transaction);
    void fail_unprocessed(TransactionNo transaction, const std::string& message);
    void fail_rows_wanting(TransactionNo transaction, LockKey key, const std::string& message);
    void end_chunk(TransactionNo transaction);
    void book_time(BatchRef ref);
    void leave_worker(BatchRef ref);
    void end_batch(BatchRef ref, BatchState state);
    void end_job(Job& job, JobState state);

    World& world_;
    Transactions transactions_;
};

}  // namespace rowlock
