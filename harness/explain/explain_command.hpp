#pragma once

#include "harness/client/target_options.hpp"
#include "harness/load/rows_load.hpp"
#include "harness/load/source_spec.hpp"
#include "mockorg/base/io.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace rowlock {

struct ExplainOptions {
    /// A load file, plan or CSV rows, which are rehearsed, or a ledger file. Empty with a target.
    std::string input;
    /// What a plan or CSV rows do not say themselves.
    RowsDescription rows_described;
    /// Of a load; empty: the first.
    std::string strategy;
    std::string api;
    std::optional<std::uint64_t> seed;
    std::vector<std::string> limits;
    std::optional<RowNumber> rows;
    /// A running mock, if there is no input.
    TargetOptions target;
    /// A row, from 1: of the load, of one of its partitions (from 1), or of a job.
    std::optional<std::uint64_t> row;
    std::optional<std::uint64_t> partition;
    std::string job;
    /// Id of a record.
    std::string key;
    std::size_t top = 5;
    /// Where the ledger and the timeline go; empty: nowhere.
    std::string ledger_file;
    std::string trace_file;
    bool json = false;
};

/// `rowlock explain`. Exit code: clean if the question could be answered, whatever the answer;
/// partial if the rehearsal was interrupted.
int run_explain(const ExplainOptions& options, Io& io);

}  // namespace rowlock
