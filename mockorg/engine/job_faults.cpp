#include "mockorg/engine/job_faults.hpp"

#include <algorithm>
#include <utility>

namespace rowlock {
namespace {

/// Rows of a batch that was not cut short come in chunks of this profile's size.
std::uint32_t chunks_done(const Batch& batch, const Profile& profile) {
    return (batch.rows_done + profile.chunk_rows - 1) / profile.chunk_rows;
}

}  // namespace

bool JobFaults::stops(BatchRef ref) {
    const Job& job = world_.jobs[ref.job];
    const std::string id = job.info.id.text();
    const auto* entry = world_.faults.book.strike(
        FaultedJob{id, job.info.object, operation_name(job.info)}, world_.now
    );
    if (entry == nullptr) return false;
    if (entry->fault.kind == FaultKind::failed_job) {
        world_.faults.doomed.push_back({ref, entry->fault.chunks, entry->fault.message});
        return false;
    }
    keep_stuck(*entry, false, ref);
    return true;
}

std::optional<std::string> JobFaults::failure_of(BatchRef ref) {
    std::vector<DoomedBatch>& doomed = world_.faults.doomed;
    const auto found = std::find_if(doomed.begin(), doomed.end(), [&](const DoomedBatch& each) {
        return each.ref.job == ref.job && each.ref.batch == ref.batch;
    });
    if (found == doomed.end()) return std::nullopt;
    const Job& job = world_.jobs[ref.job];
    const Batch& batch = job.batches[ref.batch];
    // A query has no chunks.
    const bool chunked = job.info.kind == JobKind::ingest && batch.rows > 0;
    if (chunked && chunks_done(batch, world_.profile()) < found->chunks) return std::nullopt;
    std::string message = std::move(found->message);
    doomed.erase(found);
    return message;
}

JobFaults::QueryVerdict JobFaults::judge(std::uint32_t number) {
    const QueryJob& job = world_.query_jobs[number];
    const std::string id = job.info.id.text();
    const auto* entry = world_.faults.book.strike(
        FaultedJob{id, job.info.object, operation_name(job.info)}, world_.now
    );
    if (entry == nullptr) return {};
    if (entry->fault.kind == FaultKind::failed_job) return {false, entry->fault.message};
    keep_stuck(*entry, true, {number, 0});
    return {true, {}};
}

void JobFaults::keep_stuck(const FaultBook::Entry& entry, bool query_job, BatchRef ref) {
    const StuckWork work{entry.fault.name, query_job, ref};
    world_.faults.stuck.push_back(work);
    TimePoint end = entry.ends;
    if (entry.fault.time) end = std::min(end, world_.now + *entry.fault.time);
    if (end != TimePoint::max()) resume(work, end);
}

void JobFaults::resume(const StuckWork& work, TimePoint time) {
    const auto kind = work.query_job ? Event::Kind::resume_query_job : Event::Kind::resume_batch;
    world_.events.add(time, kind, work.ref.job, work.ref.batch);
}

bool JobFaults::take_stuck(BatchRef ref) {
    return std::erase_if(world_.faults.stuck, [&](const StuckWork& work) {
               return !work.query_job && work.ref.job == ref.job && work.ref.batch == ref.batch;
           }) > 0;
}

bool JobFaults::take_stuck_query(std::uint32_t query_job) {
    return std::erase_if(world_.faults.stuck, [&](const StuckWork& work) {
               return work.query_job && work.ref.job == query_job;
           }) > 0;
}

void JobFaults::let_go(std::string_view fault) {
    for (const StuckWork& work : world_.faults.stuck) {
        if (work.fault == fault) resume(work, world_.now);
    }
}

void JobFaults::let_go_job(std::uint32_t job) {
    for (const StuckWork& work : world_.faults.stuck) {
        if (!work.query_job && work.ref.job == job) resume(work, world_.now);
    }
}

}  // namespace rowlock
