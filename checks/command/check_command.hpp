#pragma once

#include "checks/command/input_options.hpp"
#include "mockorg/base/io.hpp"

#include <string>
#include <vector>

namespace rowlock {

struct CheckOptions {
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
    /// error, warning, note, never.
    std::string fail_on = "error";
    std::string baseline_file;
    std::string write_baseline_file;
    /// `FORMAT:PATH` with json, junit, sarif, markdown or html.
    std::vector<std::string> reports;
    bool json = false;
    /// `ROW` or `FILE:ROW`: say which rules lock what for this row, and nothing else.
    std::string explain;
    bool verdict_only = false;
    std::string version;
};

/// `rowlock check`. Exit code: finding at or above the threshold.
int run_check(const CheckOptions& options, Io& io);

}  // namespace rowlock
