#pragma once

#include "harness/client/target_options.hpp"
#include "harness/load/rows_load.hpp"
#include "mockorg/base/io.hpp"

#include <optional>
#include <string>
#include <vector>

namespace rowlock {

struct VerifyOptions {
    TargetOptions target;
    /// Of `rowlock baseline`; empty: nothing to compare with.
    std::string baseline_file;
    /// What was loaded, a load file, a plan or CSV rows: its objects, its records' conditions and
    /// how many there must be.
    std::string load_file;
    /// What a plan or CSV rows do not say themselves; of CSV rows the first of `objects` is the
    /// sObject.
    RowsDescription rows_described;
    /// At most this many rows of the load.
    std::optional<RowNumber> rows;
    /// As for the replay: `bulk1`, `bulk2` or `rest`; empty: as the load says.
    std::string api;
    /// Comma-separated columns that the load's rows are known by; empty: an external id.
    std::string key;
    /// Empty: the report's, or the load's first one.
    std::string strategy;
    /// A report of `rowlock replay`: how many records there must be.
    std::string report_file;
    /// Lists `A,B` of further sObjects to look at.
    std::vector<std::string> objects;
    /// `CONDITION` or `OBJECT:CONDITION` that finds the load's own records.
    std::vector<std::string> where;
    /// `OBJECT=N` or `OBJECT:CONDITION=N`
    std::vector<std::string> expectations;
    /// Schema file or SFDX project that tells the roll-up summaries; empty: the load's.
    std::string schema_file;
    /// The load was cleaned up: none of its records may be left.
    bool gone = false;
    /// Wait so long for jobs to be over.
    std::optional<unsigned> wait_seconds;
    /// Where files go that name every finding; empty: nowhere.
    std::string out_folder;
    bool json = false;
};

/// `rowlock verify`: looks whether an org is as it should be after a load or a clean-up. It only
/// reads. Exit code: finding if a check failed, or one that the options ask for was not possible.
int run_verify(const VerifyOptions& options, Io& io);

}  // namespace rowlock
