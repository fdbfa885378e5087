#pragma once

#include "checks/contention/finished.hpp"
#include "checks/input/input_request.hpp"
#include "checks/input/loaded_input.hpp"
#include "checks/model/batching.hpp"
#include "mockorg/base/result.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace rowlock {

/// Where it is written how a load went. Both empty: it has not run.
struct FinishedFiles {
    /// CSV or JSON with one entry per batch: `batch` (from 1) or `file`, `start`, `end`.
    /// docs/check.md has the format.
    std::string times;
    /// The failed results of Bulk API 1.0 or 2.0, or a CSV with a `row` column (and `file`).
    std::string failed_results;

    bool given() const { return !times.empty() || !failed_results.empty(); }
};

/// When a batch ran, as a file says.
struct BatchTimeEntry {
    /// From 1; 0 if the file names a file instead.
    std::uint64_t batch = 0;
    std::string file;
    BatchTimes times;
};

/// Reads a text in either form. Errors (bad_file) name the line, or the number of the entry.
Result<std::vector<BatchTimeEntry>> read_batch_times(
    std::string_view text, std::string_view file_name
);

/// Reads both files and puts what they say to the batches and rows of the first load. An entry of a
/// file counts for all batches of the file: Bulk API 2.0 tells no more. bad_file if an entry is
/// about nothing there is, or a failed row is not among the load's.
Result<FinishedLoad> read_finished_load(
    const FinishedFiles& files,
    const LoadedInput& input,
    const Batching& batching,
    const Schema& schema,
    const LoadFiles& load
);

}  // namespace rowlock
