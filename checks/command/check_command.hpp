#pragma once

#include "checks/command/input_options.hpp"
#include "checks/command/report_output.hpp"
#include "mockorg/base/io.hpp"

#include <string>
#include <vector>

namespace rowlock {

struct CheckOptions : ReportOptions {
    InputOptions input;
    /// LF or CRLF; empty: what each file's header line ends in.
    std::string line_ending;
    /// bulk1: the job is a Serial one; bulk2: it is asked for `concurrencyMode`, and found wrong.
    bool serial = false;
    /// A plan of `rowlock plan`: its files are the batches. Then no files are given.
    std::string plan_file;
    /// Loads open at the same time, as `OBJECT:OPERATION:FILE[,FILE...]`.
    std::vector<std::string> beside;
    /// When the batches ran, and which rows failed.
    std::string finished_file;
    std::string failed_results_file;
    /// What rows may take while files are read, as `8G` or `512M`; empty for half of the memory.
    std::string memory;
    /// Where the rest goes; empty for the system's folder.
    std::string temporary_folder;
    /// `ROW` or `FILE:ROW`: say which rules lock what for this row, and nothing else. The id of a
    /// record: which rows lock it by which rules.
    std::string explain;
};

/// `rowlock check`. Exit code: finding at or above the threshold.
int run_check(const CheckOptions& options, Io& io);

}  // namespace rowlock
