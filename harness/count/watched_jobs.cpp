#include "harness/count/watched_jobs.hpp"

#include "harness/query/running_jobs.hpp"

namespace rowlock {

Result<bool> WatchedJobs::at_work(const OrgQuestions& org) {
    const auto jobs = find_running_jobs(org, object_);
    if (!jobs && jobs.error().code == ErrorCode::unreachable) return Failure{jobs.error()};
    open_.clear();
    if (!jobs) return false;
    bool at_work = false;
    for (const RunningJob& job : *jobs) {
        at_work = at_work || job.changes_records();
        if (!job.at_work) open_.emplace(job.id, job.operation + " of " + job.object);
    }
    return at_work;
}

std::vector<std::string> WatchedJobs::notes() const {
    std::vector<std::string> notes;
    for (const auto& [id, kind] : open_) {
        notes.push_back(
            "job " + id + " (" + kind +
            ") is open and has nothing to do: it was not waited for, and may be aborted if nobody "
            "needs it"
        );
    }
    return notes;
}

}  // namespace rowlock
