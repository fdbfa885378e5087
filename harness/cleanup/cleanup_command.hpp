#pragma once

#include "harness/client/target_options.hpp"
#include "harness/load/rows_load.hpp"
#include "mockorg/base/io.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace rowlock {

struct CleanupOptions {
    TargetOptions target;
    /// With a SOQL condition each, or a single one for all.
    std::vector<std::string> objects;
    std::vector<std::string> conditions;
    /// A load file, a plan or CSV rows whose records are deleted, by their tags or their rows;
    /// empty: none.
    std::string load_file;
    /// The journal of its replay, which tells what was created; empty: none.
    std::string replay_journal_file;
    /// `ID,ID` of ingest jobs whose records are deleted; empty: none.
    std::string jobs;
    /// At most this many rows of the load.
    std::optional<RowNumber> rows;
    /// As for the replay: `bulk1`, `bulk2` or `rest`; empty: as the load says.
    std::string api;
    /// What a plan or CSV rows do not say themselves; of CSV rows the first of `objects` is the
    /// sObject.
    RowsDescription rows_described;
    /// Empty: the load's first one.
    std::string strategy;
    /// Object model, instead of what the org says of itself: a schema file or SFDX project.
    std::string schema_file;
    /// A file of `rowlock baseline`: what was there then is not deleted.
    std::string baseline_file;
    /// With a baseline: references of its records to deleted ones may be cleared.
    bool allow_cleared_lookups = false;
    /// With a baseline: what the org does not let us count may be touched.
    bool allow_uncounted = false;
    /// Without it only the plan is shown.
    bool yes = false;
    /// Past the recycle bin.
    bool hard = false;
    /// Batches at a time.
    std::uint32_t in_flight = 5;
    /// Where the jobs are written down; empty: nowhere.
    std::string journal_file;
    bool resume = false;
    bool json = false;
};

/// `rowlock cleanup`: plans the deletion of records of several objects, children first, and with
/// `yes` carries it out and counts again. Exit code: finding if something is left in the end;
/// partial after Ctrl-C.
int run_cleanup(const CleanupOptions& options, Io& io);

}  // namespace rowlock
