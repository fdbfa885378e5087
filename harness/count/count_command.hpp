#pragma once

#include "harness/client/target_options.hpp"
#include "harness/load/rows_load.hpp"
#include "harness/load/source_spec.hpp"
#include "mockorg/base/io.hpp"

#include <cstdint>
#include <optional>
#include <string>

namespace rowlock {

/// Of a watch that is not told when an org is quiet.
inline constexpr unsigned k_quiet_seconds = 60;

struct CountOptions {
    TargetOptions target;
    /// Count these records. With a report: empty means what the report says.
    std::string object;
    std::string where;
    /// A report of `rowlock replay`: check that its rows add up, and that the org holds those
    /// created.
    std::string report_file;
    /// A load file, a plan or CSV rows (see read_load_input_again): compare its rows with the
    /// records one by one. Empty: only numbers.
    std::string load_file;
    /// What a plan or CSV rows do not say themselves, as the replay was told; of CSV rows `object`
    /// is the sObject.
    RowsDescription rows_described;
    /// Empty: the report's, or the load's first one.
    std::string strategy;
    std::optional<RowNumber> rows;
    /// As for the replay: `bulk1`, `bulk2` or `rest`; empty: as the load says.
    std::string api;
    /// The replay's journal: read what its jobs did; needs the load file.
    std::string journal_file;
    /// Comma-separated ids of ingest jobs of either Bulk API, instead of a journal.
    std::string jobs;
    /// So many records should be there; nothing: as the report or the load say.
    std::optional<std::uint64_t> expect;
    /// Comma-separated columns that rows and records are known by; empty: the load's external id.
    std::string key;
    /// Where the files of rows and records go (docs/count.md); made if need be; empty: nowhere.
    std::string out_folder;
    /// Count again and again, so many seconds apart, until the expected number is reached or the
    /// org is quiet; nothing: once.
    std::optional<unsigned> watch_seconds;
    /// An org is quiet if for so long no job of the object ran and the number did not change;
    /// nothing: k_quiet_seconds.
    std::optional<unsigned> quiet_seconds;
    bool json = false;
};

/// `rowlock count`. Exit code: finding if rows do not add up, or rows or records are missing, extra
/// or doubled; partial after Ctrl-C.
int run_count(const CountOptions& options, Io& io);

}  // namespace rowlock
