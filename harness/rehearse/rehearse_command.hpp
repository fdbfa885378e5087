#pragma once

#include "harness/load/rows_load.hpp"
#include "harness/load/source_spec.hpp"
#include "mockorg/base/io.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace rowlock {

struct RehearseCommandOptions {
    /// A load file, a plan or CSV rows, see read_load_input().
    std::string load_file;
    /// What a plan or CSV rows do not say themselves.
    RowsDescription rows_described;
    /// Empty: all.
    std::string strategy;
    /// Empty: as the load or its plan says.
    std::string api;
    /// A name or a profile file; empty: as the load says.
    std::string profile;
    std::optional<std::uint64_t> seed;
    /// `NAME=VALUE`, what the org allows within a day.
    std::vector<std::string> limits;
    std::optional<RowNumber> rows;
    unsigned threads = 1;
    /// Where the ledger goes, for rowlock explain, and the timeline, for trace viewers; empty: they
    /// are not written. Both are of one strategy.
    std::string ledger_file;
    std::string trace_file;
    /// Keep no ledger: nothing is explained then.
    bool no_ledger = false;
    bool json = false;
};

/// `rowlock rehearse`. Exit code: finding if a strategy came to a bad end, an expectation does not
/// hold, or rows failed on their data without an expectation that speaks of failed rows.
int run_rehearse(const RehearseCommandOptions& options, Io& io);

}  // namespace rowlock
