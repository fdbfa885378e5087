#pragma once

#include "harness/verify/org_answers.hpp"
#include "harness/verify/proof.hpp"

#include <string>
#include <vector>

namespace rowlock {

/// A job that is not over.
struct RunningJob {
    std::string id;
    std::string object;
    std::string operation;
    /// As the list says, e.g. `InProgress`.
    std::string state;
    /// `V2Ingest`, `V2Query`, `Classic`
    std::string type;

    /// Nobody has closed it, so it may take more data; what it has may be done.
    bool open() const { return state == "Open"; }
};

/// Jobs of Bulk API 2.0 that are neither complete nor failed nor aborted, and jobs of 1.0 that are
/// open or have batches waiting or in progress. All of the org's, whoever made them. Errors: those
/// of refusals, protocol_broken. [bulk-api 1.9, 2.5, 4]
Result<std::vector<RunningJob>> find_running_jobs(const OrgQuestions& org);

/// What the jobs found say about the org.
ProofCheck check_no_jobs(const std::vector<RunningJob>& jobs);

/// Asynchronous Apex (batch, queueable, future) that waits or runs; scheduled jobs, which always
/// wait, are none of it. Not possible where the org does not let it be seen. Errors: unreachable.
Result<ProofCheck> check_no_async_jobs(const OrgQuestions& org);

}  // namespace rowlock
