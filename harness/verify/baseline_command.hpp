#pragma once

#include "harness/client/target_options.hpp"
#include "harness/load/rows_load.hpp"
#include "mockorg/base/io.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace rowlock {

struct BaselineOptions {
    TargetOptions target;
    std::string out_file;
    /// Lists `A,B` of sObjects.
    std::vector<std::string> objects;
    /// The objects of all sources of a load file, of a plan or of CSV rows, too; empty: no load.
    std::string load_file;
    /// What a plan or CSV rows do not say themselves; of CSV rows the first of `objects` is the
    /// sObject.
    RowsDescription rows_described;
    /// `CONDITION` or `OBJECT:CONDITION`: only those records.
    std::vector<std::string> where;
    /// Lists `A,B` of fields that are not looked at.
    std::vector<std::string> without;
    /// Ids are kept of objects with at most so many records; 0: of none.
    std::uint64_t records_max = 5'000'000;
    /// Print the baseline file's text.
    bool json = false;
};

/// `rowlock baseline`: writes down what the org holds, for `rowlock verify` after a load. It only
/// reads.
int run_baseline(const BaselineOptions& options, Io& io);

}  // namespace rowlock
