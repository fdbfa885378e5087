#pragma once

#include "harness/query/record_query.hpp"
#include "harness/replay/result_ledger.hpp"
#include "mockorg/base/result.hpp"
#include "mockorg/codec/csv.hpp"

#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <vector>

namespace rowlock {

/// One row of a job: the cells of the load's columns, as the org tells them.
struct JobRow {
    std::span<const std::string> columns;
    std::span<const CsvCell> cells;
    KnownOutcome outcome;
};

/// Rows are valid during the call.
using JobRowFn = std::function<void(const JobRow&)>;

/// An ingest job of either Bulk API, as the org tells of it.
struct JobFacts {
    std::string id;
    /// `bulk1` or `bulk2`
    std::string api;
    std::string object;
    std::string operation;
    /// Of a 1.0 job: `Open`, `Closed`, ...
    std::string state;
    /// Rows of the job by the org's own counters; those of a 2.0 job without the unprocessed ones,
    /// which it does not count.
    std::uint64_t processed = 0;
    std::uint64_t failed = 0;
    /// Nothing more will become of its rows.
    bool ended = false;
};

/// Reads the outcome of each row: of a 2.0 job from its three result files, of a 1.0 job from its
/// batches and their results (CSV only). Batches still at work are passed over, and `ended` is
/// false. The memory is that of one result file. not_found if the org has no such job.
Result<JobFacts> read_job(const AskFn& ask, const std::string& id, const JobRowFn& on_row);

}  // namespace rowlock
