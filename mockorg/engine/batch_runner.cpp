#include "mockorg/engine/batch_runner.hpp"

#include "mockorg/engine/chunk_rows.hpp"
#include "mockorg/engine/job_error.hpp"
#include "mockorg/engine/row_locks.hpp"

#include <fmt/core.h>

#include <algorithm>

namespace rowlock {
namespace {

BatchRef ref_of(const TransactionOrigin& origin) {
    return {origin.job, origin.batch};
}

/// Rows of the next chunk of a batch.
std::uint32_t next_chunk_rows(const Batch& batch, const Profile& profile) {
    return std::min(profile.chunk_rows, batch.rows - batch.rows_done);
}

}  // namespace

void BatchRunner::prepare(std::uint32_t number) {
    Job& job = world_.jobs[number];
    if (!job.running()) return;
    attach_upload(job, world_.schema());
    if (job.upload->error) {
        job.info.error_message = job_error_text(*job.upload->error);
        end_job(job, JobState::failed);
        return;
    }
    const auto rows = static_cast<std::uint32_t>(job.upload->row_count());
    for (std::uint32_t first = 0; first < rows; first += k_batch_rows) {
        Batch batch;
        batch.first_row = first;
        batch.rows = std::min(k_batch_rows, rows - first);
        job.batches.push_back(batch);
    }
    job.batches_open = static_cast<std::uint32_t>(job.batches.size());
    if (job.batches_open == 0) end_job(job, JobState::job_complete);
    for (std::uint32_t batch = 0; batch < job.batches_open; ++batch) enqueue({number, batch});
    dispatch();
}

void BatchRunner::enqueue(BatchRef ref) {
    const bool serial = world_.jobs[ref.job].info.lane == Lane::serial;
    (serial ? world_.serial_lane : world_.parallel_lane).push_back(ref);
}

void BatchRunner::requeue(std::uint32_t job, std::uint32_t batch) {
    enqueue({job, batch});
    dispatch();
}

void BatchRunner::dispatch() {
    while (world_.parallel_busy < world_.profile().workers && !world_.parallel_lane.empty()) {
        const BatchRef ref = world_.parallel_lane.front();
        world_.parallel_lane.pop_front();
        ++world_.parallel_busy;
        start_batch(ref);
    }
    while (!world_.serial_busy && !world_.serial_lane.empty()) {
        const BatchRef ref = world_.serial_lane.front();
        world_.serial_lane.pop_front();
        world_.serial_busy = true;
        start_batch(ref);
    }
}

void BatchRunner::start_batch(BatchRef ref) {
    Job& job = world_.jobs[ref.job];
    Batch& batch = job.batches[ref.batch];
    batch.state = Batch::State::running;
    batch.started = world_.now;
    batch.lock_failures = 0;
    if (!job.running()) {
        // Aborted while it stood in the queue.
        leave_worker(ref);
        end_batch(ref);
        return;
    }
    if (job.info.state == JobState::upload_complete) {
        job.processing_since = world_.now;
        world_.set_job_state(job, JobState::in_progress);
    }
    world_.batch_starts.push_back(world_.now);
    world_.record(TraceKind::batch_started, ref.job, ref.batch);
    start_chunk(ref, world_.profile().batch_overhead);
}

void BatchRunner::start_chunk(BatchRef ref, Duration delay) {
    const Batch& batch = world_.jobs[ref.job].batches[ref.batch];
    TransactionOrigin origin;
    origin.kind = TransactionOrigin::Kind::bulk_chunk;
    origin.job = ref.job;
    origin.batch = ref.batch;
    origin.first_row = batch.first_row + batch.rows_done;
    origin.rows = next_chunk_rows(batch, world_.profile());
    const TransactionNo transaction = transactions_.open(origin);
    world_.events.add(
        world_.now + delay + world_.profile().pre_lock,
        Event::Kind::chunk_due,
        static_cast<std::uint32_t>(transaction)
    );
}

void BatchRunner::chunk_due(TransactionNo transaction) {
    acquire(transaction);
}

/// Asks for the locks of all rows of the chunk that have not failed yet.
void BatchRunner::acquire(TransactionNo transaction) {
    const TransactionOrigin origin = transactions_.at(transaction).origin;
    const Job& job = job_of(transaction);
    const ObjectType& object = world_.schema().object(job.object);
    std::vector<WantedLock> wanted;
    ChunkRows rows{job};
    for (std::uint32_t i = 0; i < origin.rows; ++i) {
        if (job.outcomes.get(origin.first_row + i).kind != RowOutcome::Kind::unprocessed) continue;
        const auto row = rows.read(origin.first_row + i);
        if (!row) continue;
        collect_row_locks(
            world_,
            object,
            job.info.operation,
            rows.target(*row),
            *row,
            static_cast<std::uint16_t>(i),
            wanted
        );
    }
    transactions_.acquire(transaction, std::move(wanted));
}

void BatchRunner::commit(TransactionNo transaction) {
    const TransactionOrigin origin = transactions_.at(transaction).origin;
    Job& job = job_of(transaction);
    const ObjectType& object = world_.schema().object(job.object);
    const FieldReader reader = world_.field_reader();
    RecordWriter writer{
        world_.store, reader, world_.foundation->write_plan(job.object), world_.now};
    ChunkRows rows{job};
    for (std::uint32_t i = 0; i < origin.rows; ++i) {
        const std::uint32_t number = origin.first_row + i;
        if (job.outcomes.get(number).kind != RowOutcome::Kind::unprocessed) continue;
        const auto row = rows.read(number);
        const auto saved = row.and_then([&](InputRow input) {
            return writer.write(object, job.info.operation, rows.target(input), input);
        });
        if (!saved) {
            fail_row(job, number, bulk_error_text(saved.error()));
            world_.record(
                TraceKind::row_failed, number, static_cast<std::uint64_t>(saved.error().code)
            );
            continue;
        }
        const auto kind = saved->created ? RowOutcome::Kind::created : RowOutcome::Kind::changed;
        job.outcomes.set(number, {kind, saved->record.row});
        ++job.info.rows_processed;
        world_.record(TraceKind::row_written, number, saved->record.row);
    }
    world_.record(TraceKind::committed, static_cast<std::uint64_t>(transaction), origin.first_row);
    end_chunk(transaction);
}

void BatchRunner::lock_timeout(TransactionNo transaction, const Transactions::Timeout& timeout) {
    const TransactionOrigin origin = transactions_.at(transaction).origin;
    Batch& batch = job_of(transaction).batches[origin.batch];
    const std::string message = bulk_error_text(transactions_.lock_error(transaction));
    const bool whole_chunk = world_.profile().lock_failure_scope == LockFailureScope::chunk;
    const std::uint64_t failed_before = job_of(transaction).info.rows_failed;
    if (whole_chunk) {
        fail_unprocessed(transaction, message);
    } else {
        fail_rows_wanting(transaction, timeout.key, message);
    }
    const auto failed =
        static_cast<std::uint32_t>(job_of(transaction).info.rows_failed - failed_before);
    batch.lock_failures += failed;
    transactions_.record_failure(transaction, timeout, failed);
    if (whole_chunk) {
        end_chunk(transaction);
    } else {
        // The other rows of the chunk try again without the ones that failed.
        transactions_.release(transaction);
        acquire(transaction);
    }
}

void BatchRunner::fail_unprocessed(TransactionNo transaction, const std::string& message) {
    const TransactionOrigin origin = transactions_.at(transaction).origin;
    Job& job = job_of(transaction);
    for (std::uint32_t row = origin.first_row; row < origin.first_row + origin.rows; ++row) {
        if (job.outcomes.get(row).kind == RowOutcome::Kind::unprocessed)
            fail_row(job, row, message);
    }
}

void BatchRunner::fail_rows_wanting(
    TransactionNo transaction, LockKey key, const std::string& message
) {
    const TransactionOrigin origin = transactions_.at(transaction).origin;
    Job& job = job_of(transaction);
    const ObjectType& object = world_.schema().object(job.object);
    ChunkRows rows{job};
    std::vector<WantedLock> wanted;
    for (std::uint32_t number = origin.first_row; number < origin.first_row + origin.rows;
         ++number) {
        if (job.outcomes.get(number).kind != RowOutcome::Kind::unprocessed) continue;
        const auto row = rows.read(number);
        if (!row) continue;
        wanted.clear();
        collect_row_locks(world_, object, job.info.operation, rows.target(*row), *row, 0, wanted);
        const bool wants_key = std::any_of(
            wanted.begin(), wanted.end(), [&](const WantedLock& each) { return each.key == key; }
        );
        if (wants_key) fail_row(job, number, message);
    }
}

void BatchRunner::end_chunk(TransactionNo transaction) {
    const TransactionOrigin origin = transactions_.at(transaction).origin;
    transactions_.close(transaction);
    const BatchRef ref = ref_of(origin);
    Job& job = world_.jobs[ref.job];
    Batch& batch = job.batches[ref.batch];
    batch.rows_done += origin.rows;
    job.info.modified = world_.now;
    if (batch.rows_done == batch.rows || !job.running()) {
        leave_worker(ref);
        end_batch(ref);
    } else if (batch.lock_failures <= world_.profile().lock_failures_max) {
        start_chunk(ref, Duration{0});
    } else if (batch.requeues == world_.profile().requeues_max) {
        job.info.error_message =
            fmt::format("InternalServerError : Retried more than {} times", batch.requeues);
        leave_worker(ref);
        end_batch(ref);
    } else {
        ++batch.requeues;
        ++job.info.retries;
        batch.state = Batch::State::queued;
        world_.record(TraceKind::batch_requeued, ref.job, ref.batch);
        world_.events.add(
            world_.now + world_.profile().requeue_delay,
            Event::Kind::requeue_batch,
            ref.job,
            ref.batch
        );
        leave_worker(ref);
    }
    dispatch();
}

/// Frees the batch's worker and books the time it was busy.
void BatchRunner::leave_worker(BatchRef ref) {
    Job& job = world_.jobs[ref.job];
    const Duration busy = world_.now - job.batches[ref.batch].started;
    job.info.active_time += std::max(Duration{0}, busy - world_.profile().batch_overhead);
    world_.statistics.batch_time += busy;
    if (job.info.lane == Lane::serial) {
        world_.serial_busy = false;
    } else {
        --world_.parallel_busy;
    }
}

void BatchRunner::end_batch(BatchRef ref) {
    Job& job = world_.jobs[ref.job];
    job.batches[ref.batch].state = Batch::State::done;
    world_.record(TraceKind::batch_finished, ref.job, ref.batch);
    if (--job.batches_open > 0) return;
    if (job.deleted) job.upload = nullptr;
    if (!job.running()) return;
    end_job(job, job.info.error_message.empty() ? JobState::job_complete : JobState::failed);
}

void BatchRunner::end_job(Job& job, JobState state) {
    if (!job.batches.empty()) job.info.total_time = world_.now - job.processing_since;
    world_.set_job_state(job, state);
}

}  // namespace rowlock
