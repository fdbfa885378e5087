#include "mockorg/engine/query_job_runner.hpp"

#include "mockorg/base/assert.hpp"
#include "mockorg/engine/job_faults.hpp"

#include <algorithm>
#include <utility>

namespace rowlock {

void QueryJobRunner::due(std::uint32_t number) {
    QueryJob& job = world_.query_jobs[number];
    if (job.info.state == JobState::upload_complete) {
        start(job);
        if (world_.faults.book.empty() || !meets_fault(number)) go_on(number);
    } else if (job.info.state == JobState::in_progress) {
        step(job);
        if (!job.ended()) arm(number, world_.config().query_jobs.step_time);
    }
}

/// Whether a fault keeps the job from going on.
bool QueryJobRunner::meets_fault(std::uint32_t number) {
    QueryJob& job = world_.query_jobs[number];
    JobFaults::QueryVerdict verdict = JobFaults{world_}.judge(number);
    if (verdict.failure.empty()) return verdict.stuck;
    job.result = nullptr;
    job.info.error_message = std::move(verdict.failure);
    world_.set_job_state(job, JobState::failed);
    return true;
}

void QueryJobRunner::resume(std::uint32_t number) {
    const bool was_stuck = JobFaults{world_}.take_stuck_query(number);
    if (was_stuck && !world_.query_jobs[number].ended()) go_on(number);
}

/// The rows are found; what is left is to count them.
void QueryJobRunner::go_on(std::uint32_t number) {
    const QueryJobSettings& settings = world_.config().query_jobs;
    const bool has_rows = world_.query_jobs[number].result->size() > 0;
    arm(number, settings.overhead + (has_rows ? settings.step_time : Duration{0}));
}

void QueryJobRunner::arm(std::uint32_t job, Duration delay) {
    world_.events.add(world_.now + delay, Event::Kind::query_job_due, job);
}

void QueryJobRunner::start(QueryJob& job) {
    job.started = world_.now;
    world_.set_job_state(job, JobState::in_progress);
    const bool include_deleted = job.info.kind == JobKind::query_all;
    auto result =
        run_bulk_query(world_.store, world_.record_copies, *job.query, include_deleted, world_.now);
    // All names in it were bound when the job was created, and the schema never changes.
    ROWLOCK_ASSERT(result.has_value());
    job.result = std::move(*result);
    job.query = nullptr;
}

void QueryJobRunner::step(QueryJob& job) {
    const std::uint64_t rows = job.result->size();
    const std::uint64_t step = std::max(1U, world_.config().query_jobs.step_rows);
    job.info.rows_processed = std::min(rows, job.info.rows_processed + step);
    job.info.modified = world_.now;
    if (job.info.rows_processed < rows) return;
    job.info.total_time = world_.now - job.started;
    world_.bulk_usage.query_storage.add(world_.now, query_csv_size(job.result, job.info.format));
    world_.set_job_state(job, JobState::job_complete);
}

}  // namespace rowlock
