#include "mockorg/engine/query_job_runner.hpp"

#include "mockorg/base/assert.hpp"

#include <algorithm>

namespace rowlock {

void QueryJobRunner::due(std::uint32_t number) {
    QueryJob& job = world_.query_jobs[number];
    const QueryJobSettings& settings = world_.config().query_jobs;
    if (job.info.state == JobState::upload_complete) {
        start(job);
        const bool has_rows = job.result->size() > 0;
        arm(number, settings.overhead + (has_rows ? settings.step_time : Duration{0}));
    } else if (job.info.state == JobState::in_progress) {
        step(job);
        if (!job.ended()) arm(number, settings.step_time);
    }
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
