#pragma once

#include "harness/query/running_jobs.hpp"
#include "harness/verify/org_answers.hpp"
#include "harness/verify/proof.hpp"

#include <vector>

namespace rowlock {

/// What the jobs found say about the org.
ProofCheck check_no_jobs(const std::vector<RunningJob>& jobs);

/// Asynchronous Apex (batch, queueable, future) that waits or runs; scheduled jobs, which always
/// wait, are none of it. Not possible where the org does not let it be seen. Errors: unreachable.
Result<ProofCheck> check_no_async_jobs(const OrgQuestions& org);

}  // namespace rowlock
