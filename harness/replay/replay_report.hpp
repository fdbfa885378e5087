#pragma once

#include "harness/replay/expectations.hpp"
#include "harness/replay/left_jobs.hpp"
#include "harness/replay/load_driver.hpp"
#include "harness/replay/repeated_keys.hpp"
#include "harness/replay/row_tally.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace rowlock {

/// The shape of a replay report; raised when a member changes its meaning or goes away.
inline constexpr int k_replay_report_version = 1;

/// Everything `rowlock replay` found out, and all `rowlock count` needs to check it later.
struct ReplayReport {
    std::string load;
    std::string strategy;
    std::string target;
    std::string object;
    std::string operation;
    std::string external_id;
    /// SOQL condition that finds the load's records; empty if there is none to be had.
    std::string tag;
    RowTally rows;
    /// Rows that share a record with a row before them; nothing: an older report does not say.
    std::optional<RepeatedKeys> repeated;
    std::vector<FailureCount> failures;
    std::uint64_t setup_rows = 0;
    PassStatistics jobs;
    std::uint32_t retry_passes = 0;
    /// `bulk1`, `bulk2` or `rest`
    std::string api;
    std::vector<RowTally> partitions;
    /// Of the files a plan was made of; 0 without a plan, or if it does not say.
    std::uint64_t plan_source_rows = 0;
    ApiUsageWatch api_usage;
    std::vector<std::string> jobs_left;
    /// Jobs asked for in vain, by this run and those it continues; open jobs that came of it; and
    /// why these could not be looked for, empty if they could.
    std::uint64_t lost_creations = 0;
    std::vector<LeftJob> left_jobs;
    std::string left_jobs_error;
    /// By the org's clock, from the first job created to the last one ended.
    Duration duration{};
    std::vector<CheckedExpectation> expectations;
    bool interrupted = false;
    /// Empty if all went to the end.
    std::string error;

    /// Rows of the plan's files that are in none of its batches.
    std::uint64_t rows_left_out() const {
        return plan_source_rows > rows.submitted ? plan_source_rows - rows.submitted : 0;
    }

    /// Sum of the jobs' active times by elapsed time: how many batches ran at once on average.
    double degree_of_parallelism() const;
};

ReplayReport make_report(
    const Load& load, const Strategy& strategy, std::string target, const LoadOutcome& outcome
);

std::string json_of(const ReplayReport& report);

/// For people, several lines.
std::string text_of(const ReplayReport& report);

/// Reads what count needs: names, tag, rows, and whether the replay came to its end. bad_file names
/// the file and what is wrong.
Result<ReplayReport> read_report_file(const std::string& path);

}  // namespace rowlock
