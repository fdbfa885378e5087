#pragma once

#include "harness/replay/ask.hpp"
#include "harness/replay/lost_creation.hpp"
#include "mockorg/base/result.hpp"

#include <string>
#include <vector>

namespace rowlock {

/// An open job at the org that a lost creation may have made.
struct LeftJob {
    std::string id;
    /// Otherwise it is left as it is.
    bool aborted = false;
    /// Why.
    std::string reason;
};

/// What is known of the jobs of a load.
struct JobBooks {
    std::vector<LostCreation> lost;
    /// Ids of all jobs that were answered for.
    std::vector<std::string> known;
};

/// Looks in the org's list for open jobs that lost creations made: of the same user and kind, made
/// at the time, and not known. One that nothing was done with since is aborted, unless there are
/// more of them than creations were lost, so that some must be others'. Asks nothing if nothing was
/// lost. Errors: those of refusals, protocol_broken, unreachable.
Result<std::vector<LeftJob>> settle_left_jobs(const AskFn& ask, const JobBooks& books);

}  // namespace rowlock
