#pragma once

#include "harness/client/target_options.hpp"
#include "harness/load/rows_load.hpp"
#include "harness/load/source_spec.hpp"
#include "mockorg/base/io.hpp"

#include <optional>
#include <string>

namespace rowlock {

struct ReplayOptions {
    /// A load file, a plan or CSV rows, see read_load_input().
    std::string load_file;
    /// What a plan or CSV rows do not say themselves.
    RowsDescription rows_described;
    TargetOptions target;
    /// Empty: the load's only or first one.
    std::string strategy;
    /// At most this many rows of the load.
    std::optional<RowNumber> rows;
    /// `bulk1`, `bulk2` or `rest`, instead of the load's or the plan's; empty: as they say.
    std::string api;
    /// Where it is written down what was sent; empty: nowhere, and nothing can be resumed.
    std::string journal_file;
    /// Continue what the journal tells of.
    bool resume = false;
    /// `abort` or `detach`.
    std::string on_interrupt = "abort";
    /// Where the JSON report goes, too; empty: nowhere.
    std::string report_file;
    /// JSON instead of text.
    bool json = false;
};

/// `rowlock replay`: runs one strategy of a load over HTTP and accounts for every row.
/// Exit code: finding if a row has no outcome or an expectation does not hold.
int run_replay(const ReplayOptions& options, Io& io);

}  // namespace rowlock
