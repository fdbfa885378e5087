#pragma once

#include "checks/command/input_options.hpp"
#include "mockorg/base/io.hpp"

#include <string>

namespace rowlock {

struct PlanCommandOptions {
    InputOptions input;
    /// safety, time or batches.
    std::string objective = "safety";
    /// The client cannot hold batches back.
    bool no_feed = false;
    /// How long the org works on a batch: so much for each, and for each row, positive.
    double batch_seconds = 5.0;
    double row_milliseconds = 16.0;
    /// From one question of the client after the ends of batches to the next.
    double poll_seconds = 0.0;
    /// How much the time of a transaction varies: its coefficient of variation.
    double variation = 1.0;
    /// Where batch files and plan.json go; empty: nowhere.
    std::string out_folder;
    /// Where a plan file goes that names rows of the input in place of batch files; empty: nowhere.
    std::string plan_file;
    bool force = false;
    bool compare = false;
    bool explain = false;
    bool json = false;
};

/// `rowlock plan`. Exit code: finding if rows are left that no plan can help (too large for a
/// batch, or twice the same record in one transaction), or rows lock records that no file leads to.
int run_plan(const PlanCommandOptions& options, Io& io);

}  // namespace rowlock
