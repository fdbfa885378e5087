#include "mockorg/engine/world.hpp"

#include "mockorg/engine/id_prefixes.hpp"
#include "mockorg/engine/own_records.hpp"

namespace rowlock {

namespace {

/// A 1.0 job is as old as its youngest batch, or else as itself. [asynch_api_concepts_limits, Batch
/// lifespan]
TimePoint kept_since(const Job& job) {
    if (!job.is_v1()) return job.info.modified;
    return job.batches.empty() ? job.info.created : job.batches.back().created;
}

}  // namespace

World::World(std::shared_ptr<const Foundation> its_foundation)
    : foundation(std::move(its_foundation)),
      now(config().start),
      store(config().schema, foundation->instance),
      forgot_at(now),
      faults(config().seed),
      ledger(config().ledger) {
    add_own_records(store, now);
}

RecordHandle World::user_or_own(const RecordId& user) const {
    const auto found = store.find(user);
    const bool is_user = found && found->object == store.user().object;
    return is_user ? *found : store.user();
}

Job& World::add_job(Job job, const RecordId& user) {
    const auto number = static_cast<std::uint32_t>(jobs.size());
    job.info.id = system_id(k_job_prefix, number + std::uint64_t{1});
    job.info.created_by = store.id_of(user_or_own(user));
    job.info.created = now;
    job.info.modified = now;
    record(TraceKind::job_created, number, static_cast<std::uint64_t>(job.object));
    return jobs.emplace_back(std::move(job));
}

bool World::is_gone(const Job& job) const {
    if (job.deleted) return true;
    const bool at_work = job.batches_open > 0 || job.info.state == JobState::upload_complete ||
                         job.info.state == JobState::in_progress;
    return !at_work && is_forgotten(config().bulk_limits, kept_since(job), now);
}

bool World::is_gone(const QueryJob& job) const {
    return job.deleted ||
           (job.ended() && is_forgotten(config().bulk_limits, job.info.modified, now));
}

const Job* World::find_job(const RecordId& id) const {
    const std::uint64_t number = id.number();
    const bool known = number >= 1 && number <= jobs.size() &&
                       id == system_id(k_job_prefix, number) && !is_gone(jobs[number - 1]);
    return known ? &jobs[number - 1] : nullptr;
}

Job* World::find_job(const RecordId& id) {
    return const_cast<Job*>(std::as_const(*this).find_job(id));
}

}  // namespace rowlock
