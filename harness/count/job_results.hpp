#pragma once

#include "harness/count/job_reader.hpp"
#include "harness/count/load_results.hpp"
#include "harness/count/record_key.hpp"
#include "harness/replay/row_tally.hpp"
#include "mockorg/base/result.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace rowlock {

/// What jobs named by their ids tell.
struct JobResults {
    std::vector<JobFacts> jobs;
    /// `submitted` by the org's counters, the rest by the rows it tells of.
    RowTally rows;
    /// Of the records that the jobs created or changed, in the order read.
    IdTable ids;
    /// Rows of the jobs that the load does not have.
    std::uint64_t strangers = 0;
    /// With a load: its rows' outcomes.
    std::optional<LoadResults> load;
};

struct JobQuestion {
    std::vector<std::string> jobs;
    /// Null: the jobs stand for themselves.
    const CountedLoad* counted = nullptr;
    /// Columns that rows are known by; with a load.
    RecordKey key;
    /// Without a load: where failed-JOB.csv and unprocessed-JOB.csv go, rows as the org tells them;
    /// empty: nowhere.
    std::string out_folder;
};

/// Reads them one after another. A row that is in several jobs has the best of its outcomes.
/// Errors: those of read_job, bad_configuration if the load has no such key, bad_file if a file
/// cannot be written.
Result<JobResults> read_jobs(const JobQuestion& question, const AskFn& ask);

}  // namespace rowlock
