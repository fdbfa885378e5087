#pragma once

#include "harness/cleanup/cleanup_command.hpp"
#include "harness/cleanup/deletion_scope.hpp"
#include "harness/load/load.hpp"
#include "harness/replay/ask.hpp"
#include "mockorg/base/result.hpp"

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace rowlock {

/// What options and files say of the records to delete, before an org is asked.
struct DeletionQuestion {
    /// By conditions, given or of the load's tags.
    DeletionScope scope;
    std::vector<std::string> jobs;
    /// Nothing: none was given.
    std::optional<Load> load;
    /// Of the load.
    const Strategy* strategy = nullptr;
    std::string load_file;
    std::optional<RowNumber> rows;
    std::string replay_journal_file;
};

/// Reads them. bad_configuration for what does not go together; errors of the files.
Result<std::unique_ptr<DeletionQuestion>> read_deletion_question(const CleanupOptions& options);

/// All of it, with what only the org can tell of jobs, journals and rows. `target`: the org's
/// address. Errors: those of records_of_rows, records_of_replay and records_of_jobs.
Result<DeletionScope> find_scope(
    const DeletionQuestion& question, const std::string& target, const AskFn& ask
);

}  // namespace rowlock
