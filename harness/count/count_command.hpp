#pragma once

#include "harness/replay/replay_command.hpp"
#include "mockorg/base/io.hpp"

#include <optional>
#include <string>

namespace rowlock {

struct CountOptions {
    TargetOptions target;
    /// Count these records. With a report: empty means what the report says.
    std::string object;
    std::string where;
    /// A report of `rowlock replay`: check that its rows add up, and that the org holds those
    /// created.
    std::string report_file;
    /// A load file: compare its rows with the records one by one. Empty: only numbers.
    std::string load_file;
    /// Empty: the report's, or the load's first one.
    std::string strategy;
    std::optional<RowNumber> rows;
    /// Comma-separated columns that rows and records are known by; empty: the load's external id.
    std::string key;
    /// Where missing.csv, extra.csv and duplicates.csv go; empty: nowhere.
    std::string out_folder;
    /// Count again and again, so many seconds apart, until the expected number is reached; 0: once.
    unsigned watch_seconds = 0;
    bool json = false;
};

/// `rowlock count`. Exit code: finding if a report's rows do not add up, the org holds more or
/// fewer records than the report says, or rows are missing, extra or doubled.
int run_count(const CountOptions& options, Io& io);

}  // namespace rowlock
