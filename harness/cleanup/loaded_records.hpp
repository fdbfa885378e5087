#pragma once

#include "harness/cleanup/deletion_target.hpp"
#include "harness/count/load_results.hpp"
#include "harness/load/load.hpp"
#include "mockorg/base/result.hpp"

#include <string>
#include <vector>

namespace rowlock {

/// A load whose records are to be deleted.
struct DeletedLoad {
    /// Where it was read.
    std::string file;
    const Load* load = nullptr;
    const Strategy* strategy = nullptr;
    /// At most so many rows.
    std::optional<RowNumber> rows;
};

/// Records that were created, and what else there may be in the org, in words.
struct LoadedRecords {
    std::vector<DeletionTarget> targets;
    std::vector<std::string> left_alone;
};

/// The records of the strategy's own rows, by their external id. bad_configuration if they have
/// none; errors of the load's files and of the org.
Result<DeletionTarget> records_of_rows(const DeletedLoad& load, const AskFn& ask);

/// What the jobs of a replay's journal created, its setup's among them. bad_configuration if the
/// journal is of another load, or a job is not at its end; errors of the files and of the org.
Result<LoadedRecords> records_of_replay(
    const DeletedLoad& load,
    const std::string& journal_file,
    const std::string& target,
    const AskFn& ask
);

/// What these ingest jobs created. bad_configuration if one of them creates nothing, or is not at
/// its end; errors of the org.
Result<LoadedRecords> records_of_jobs(const std::vector<std::string>& jobs, const AskFn& ask);

}  // namespace rowlock
