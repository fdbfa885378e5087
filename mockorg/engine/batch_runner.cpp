#include "mockorg/engine/batch_runner.hpp"

#include "mockorg/engine/automation.hpp"
#include "mockorg/engine/chunk_rows.hpp"
#include "mockorg/engine/job_error.hpp"
#include "mockorg/engine/job_faults.hpp"
#include "mockorg/engine/query_batches.hpp"
#include "mockorg/engine/row_locks.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <utility>

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
    const BulkLimits& limits = world_.config().bulk_limits;
    const IngestAllowance allowance = allow_ingest(world_.bulk_usage, limits, world_.now, rows);
    if (allowance.exceeded) job.info.error_message = job_error_text(*allowance.exceeded);
    const auto batch_rows = static_cast<std::uint32_t>(limits.rows_per_batch);
    for (std::uint32_t first = 0; first < allowance.rows; first += batch_rows) {
        Batch batch;
        batch.upload = job.upload;
        batch.first_row = first;
        batch.rows = std::min(batch_rows, rows - first);
        job.batches.push_back(batch);
    }
    job.batches_open = static_cast<std::uint32_t>(job.batches.size());
    if (job.batches_open == 0) {
        end_job(job, allowance.exceeded ? JobState::failed : JobState::job_complete);
    }
    for (std::uint32_t batch = 0; batch < job.batches_open; ++batch) enqueue({number, batch});
    dispatch();
}

void BatchRunner::enqueue(BatchRef ref) {
    const bool serial = world_.jobs[ref.job].info.lane == Lane::serial;
    (serial ? world_.serial_lane : world_.parallel_lane).push_back(ref);
}

void BatchRunner::queue(std::uint32_t job, std::uint32_t batch) {
    if (batch_at({job, batch}).ended()) return;
    enqueue({job, batch});
    dispatch();
}

/// Takes the next batch out of a lane; those of aborted 1.0 jobs have ended where they stood.
std::optional<BatchRef> BatchRunner::next_in(std::deque<BatchRef>& lane) {
    while (!lane.empty()) {
        const BatchRef ref = lane.front();
        lane.pop_front();
        if (!batch_at(ref).ended()) return ref;
    }
    return std::nullopt;
}

void BatchRunner::dispatch() {
    while (world_.parallel_busy < world_.profile().workers) {
        const auto ref = next_in(world_.parallel_lane);
        if (!ref) break;
        ++world_.parallel_busy;
        start_batch(*ref);
    }
    while (!world_.serial_busy) {
        const auto ref = next_in(world_.serial_lane);
        if (!ref) break;
        world_.serial_busy = true;
        start_batch(*ref);
    }
}

void BatchRunner::start_batch(BatchRef ref) {
    Job& job = world_.jobs[ref.job];
    Batch& batch = job.batches[ref.batch];
    batch.state = BatchState::in_progress;
    batch.started = world_.now;
    batch.booked = world_.now;
    batch.modified = world_.now;
    batch.lock_failures = 0;
    batch.state_message.clear();
    if (!job.running()) {
        // A 2.0 job aborted while its batch stood in the queue.
        leave_worker(ref);
        end_batch(ref, BatchState::not_processed);
        return;
    }
    if (job.info.state == JobState::upload_complete) {
        job.processing_since = world_.now;
        world_.set_job_state(job, JobState::in_progress);
    }
    world_.record(TraceKind::batch_started, ref.job, ref.batch);
    const bool first_time = batch.requeues == 0;
    if (first_time && !world_.faults.book.empty() && JobFaults{world_}.stops(ref)) return;
    begin_work(ref);
}

void BatchRunner::begin_work(BatchRef ref) {
    const Job& job = world_.jobs[ref.job];
    const Batch& batch = job.batches[ref.batch];
    if (auto failure = JobFaults{world_}.failure_of(ref)) {
        return fail_batch(ref, std::move(*failure));
    }
    if (job.info.kind != JobKind::ingest) return start_query(ref);
    if (batch.rows == 0) return run_without_chunks(ref);
    start_chunk(ref, world_.profile().batch_overhead);
}

/// For queries, for batches with nothing in them and for those that cannot be read: they take the
/// overhead of a batch and no locks.
void BatchRunner::run_without_chunks(BatchRef ref) {
    const TimePoint due = world_.now + world_.profile().batch_overhead;
    world_.events.add(due, Event::Kind::batch_due, ref.job, ref.batch);
}

/// A query that is cut into ranges leaves its worker to them.
void BatchRunner::start_query(BatchRef ref) {
    const auto ranges = QueryBatches{world_}.split(ref);
    if (!ranges) return fail_batch(ref, job_error_text(ranges.error()));
    if (ranges->empty()) return run_without_chunks(ref);
    batch_at(ref).replaced = true;
    leave_worker(ref);
    end_batch(ref, BatchState::not_processed);
    for (const std::uint32_t range : *ranges) enqueue({ref.job, range});
}

void BatchRunner::batch_due(std::uint32_t job, std::uint32_t batch) {
    const BatchRef ref{job, batch};
    if (const auto done = finish_without_chunks(ref); !done) {
        fail_batch(ref, job_error_text(done.error()));
    } else {
        leave_worker(ref);
        end_batch(ref, BatchState::completed);
    }
    dispatch();
}

void BatchRunner::resume(std::uint32_t number, std::uint32_t batch) {
    const BatchRef ref{number, batch};
    if (!JobFaults{world_}.take_stuck(ref)) return;
    const Job& job = world_.jobs[number];
    if (job.is_v1() || job.running()) {
        begin_work(ref);
    } else {
        leave_worker(ref);
        end_batch(ref, BatchState::not_processed);
    }
    dispatch();
}

Result<void> BatchRunner::finish_without_chunks(BatchRef ref) {
    if (world_.jobs[ref.job].info.kind != JobKind::ingest) return QueryBatches{world_}.run(ref);
    const auto& error = batch_at(ref).upload->error;
    if (error) return tl::unexpected{*error};
    return {};
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
    const Batch& batch = job.batches[origin.batch];
    ChunkRows rows{*batch.upload, batch.upload_begin};
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
    const SaveStamp stamp = world_.stamp_of(job.info.created_by);
    RecordWriter writer{world_.store, reader, world_.foundation->write_plan(job.object), stamp};
    Automation automation{world_, stamp};
    Batch& batch = job.batches[origin.batch];
    ChunkRows rows{*batch.upload, batch.upload_begin};
    for (std::uint32_t i = 0; i < origin.rows; ++i) {
        const std::uint32_t number = origin.first_row + i;
        if (job.outcomes.get(number).kind != RowOutcome::Kind::unprocessed) continue;
        const auto row = rows.read(number);
        const auto saved = row.and_then([&](InputRow input) {
            automation.about_to_write(object, job.info.operation, rows.target(input), input);
            return writer.write(object, job.info.operation, rows.target(input), input);
        });
        if (!saved) {
            fail_row(job, batch, number, bulk_error_text(saved.error()));
            world_.record(
                TraceKind::row_failed, number, static_cast<std::uint64_t>(saved.error().code)
            );
            continue;
        }
        const auto kind = saved->created ? RowOutcome::Kind::created : RowOutcome::Kind::changed;
        automation.saved(saved->record);
        save_row(job, batch, number, {kind, saved->record.row});
        world_.record(TraceKind::row_written, number, saved->record.row);
    }
    automation.finish();
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
    Batch& batch = job.batches[origin.batch];
    for (std::uint32_t row = origin.first_row; row < origin.first_row + origin.rows; ++row) {
        if (job.outcomes.get(row).kind == RowOutcome::Kind::unprocessed)
            fail_row(job, batch, row, message);
    }
}

void BatchRunner::fail_rows_wanting(
    TransactionNo transaction, LockKey key, const std::string& message
) {
    const TransactionOrigin origin = transactions_.at(transaction).origin;
    Job& job = job_of(transaction);
    const ObjectType& object = world_.schema().object(job.object);
    Batch& batch = job.batches[origin.batch];
    ChunkRows rows{*batch.upload, batch.upload_begin};
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
        if (wants_key) fail_row(job, batch, number, message);
    }
}

void BatchRunner::end_chunk(TransactionNo transaction) {
    const TransactionOrigin origin = transactions_.at(transaction).origin;
    transactions_.close(transaction);
    const BatchRef ref = ref_of(origin);
    Job& job = world_.jobs[ref.job];
    Batch& batch = job.batches[ref.batch];
    batch.rows_done += origin.rows;
    batch.modified = world_.now;
    job.info.modified = world_.now;
    book_time(ref);
    const bool stopped = !job.is_v1() && !job.running();
    // Aborted: only now has its last work ended.
    if (stopped) job.info.total_time = world_.now - job.processing_since;
    auto failure = stopped ? std::nullopt : JobFaults{world_}.failure_of(ref);
    if (failure) {
        fail_batch(ref, std::move(*failure));
    } else if (batch.rows_done == batch.rows || stopped) {
        leave_worker(ref);
        end_batch(ref, stopped ? BatchState::not_processed : BatchState::completed);
    } else if (batch.lock_failures <= world_.profile().lock_failures_max) {
        start_chunk(ref, Duration{0});
    } else {
        put_back(ref);
    }
    dispatch();
}

/// Sends what is left of a batch back to the queue, or gives up on it.
void BatchRunner::put_back(BatchRef ref) {
    Job& job = world_.jobs[ref.job];
    Batch& batch = job.batches[ref.batch];
    const std::uint32_t requeues_max = job.retries_disabled ? 0 : world_.profile().requeues_max;
    if (batch.requeues == requeues_max) {
        return fail_batch(
            ref, fmt::format("InternalServerError : Retried more than {} times", batch.requeues)
        );
    }
    if (job.is_v1() && !job.running()) {
        leave_worker(ref);
        end_batch(ref, BatchState::not_processed);
        return;
    }
    ++batch.requeues;
    ++job.info.retries;
    batch.state = BatchState::queued;
    batch.state_message = fmt::format(
        "TooManyLockFailure : Too many lock failure {} Trying again later", batch.lock_failures
    );
    world_.record(TraceKind::batch_requeued, ref.job, ref.batch);
    world_.events.add(
        world_.now + world_.profile().requeue_delay, Event::Kind::queue_batch, ref.job, ref.batch
    );
    leave_worker(ref);
}

/// The platform gives up on the batch, and with it on its job if that is of Bulk API 2.0.
void BatchRunner::fail_batch(BatchRef ref, std::string message) {
    Job& job = world_.jobs[ref.job];
    (job.is_v1() ? batch_at(ref).state_message : job.info.error_message) = std::move(message);
    leave_worker(ref);
    end_batch(ref, BatchState::failed);
}

/// Counts the worker's time up to now, chunk by chunk: a running job shows how long it was active.
/// [recorded]
void BatchRunner::book_time(BatchRef ref) {
    Job& job = world_.jobs[ref.job];
    Batch& batch = job.batches[ref.batch];
    // A query has no chunks: all of its worker's time goes into it.
    const bool is_query = job.info.kind != JobKind::ingest;
    const Duration overhead = is_query ? Duration{0} : world_.profile().batch_overhead;
    const TimePoint active_from = batch.started + overhead;
    const Duration busy = world_.now - batch.booked;
    const Duration active = std::max(Duration{0}, world_.now - std::max(batch.booked, active_from));
    batch.booked = world_.now;
    batch.busy_time += busy;
    batch.active_time += active;
    job.info.active_time += active;
    world_.statistics.batch_time += busy;
}

void BatchRunner::leave_worker(BatchRef ref) {
    book_time(ref);
    const Job& job = world_.jobs[ref.job];
    if (job.info.lane == Lane::serial) {
        world_.serial_busy = false;
    } else {
        --world_.parallel_busy;
    }
}

void BatchRunner::end_batch(BatchRef ref, BatchState state) {
    Job& job = world_.jobs[ref.job];
    Batch& batch = job.batches[ref.batch];
    batch.state = state;
    batch.modified = world_.now;
    if (job.is_v1()) {
        batch.release_work();
        keep_request(world_, ref);
    }
    world_.record(TraceKind::batch_finished, ref.job, ref.batch);
    --job.batches_open;
    if (job.is_v1()) job.info.modified = world_.now;
    if (job.is_v1() || job.batches_open > 0) return;
    if (job.deleted) release_results(job);
    if (!job.running()) return;
    end_job(job, job.info.error_message.empty() ? JobState::job_complete : JobState::failed);
}

void BatchRunner::end_job(Job& job, JobState state) {
    if (!job.batches.empty()) job.info.total_time = world_.now - job.processing_since;
    world_.set_job_state(job, state);
}

}  // namespace rowlock
