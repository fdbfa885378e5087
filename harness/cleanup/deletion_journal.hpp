#pragma once

#include "harness/cleanup/deletion_target.hpp"
#include "harness/query/org_questions.hpp"
#include "harness/replay/journal.hpp"
#include "mockorg/base/result.hpp"

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace rowlock {

/// What a deletion is about: an earlier one that differs in any of it cannot be continued.
JournalHeader deletion_header(
    const std::vector<DeletionTarget>& targets, bool hard, const std::string& org
);

/// The diary of a deletion, in the format of a replay's. What is deleted the org knows best, so it
/// only serves to find the jobs of a run that was killed.
Result<std::unique_ptr<Journal>> begin_deletion_journal(
    const std::string& path, const JournalHeader& header
);

/// Records that jobs of earlier runs deleted, by object, as far as the org still knows the jobs.
using EarlierDeletions = std::map<std::string, std::uint64_t>;

/// A deletion that goes on.
struct ResumedDeletion {
    std::unique_ptr<Journal> journal;
    EarlierDeletions deleted;
};

/// Continues after a run that was stopped or killed: waits until its jobs have ended (those without
/// their data are aborted, also those whose id it never learnt), so that nobody else deletes beside
/// us, and begins the diary anew, with the jobs there were. Errors: those of Journal::resume() and
/// of the org.
Result<ResumedDeletion> resume_deletion_journal(
    const std::string& path, const JournalHeader& header, const OrgQuestions& org
);

}  // namespace rowlock
