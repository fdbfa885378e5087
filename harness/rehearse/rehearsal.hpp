#pragma once

#include "harness/load/load.hpp"
#include "harness/replay/expectations.hpp"
#include "harness/replay/fault_count.hpp"
#include "harness/replay/row_tally.hpp"
#include "mockorg/base/time.hpp"
#include "mockorg/engine/foreign_report.hpp"
#include "mockorg/engine/ledger.hpp"
#include "mockorg/explain/ledger_report.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace rowlock {

/// A record many transactions wanted at once.
struct HotParent {
    std::string object;
    std::string id;
    std::uint64_t rows_failed = 0;
    std::uint64_t timeouts = 0;
    std::uint64_t waits = 0;
    Duration waited{};
};

/// How one strategy of a load went in the mock org. All figures are about the load itself, without
/// its setup.
struct StrategyOutcome {
    std::string name;
    std::string note;
    std::string profile;
    RowTally rows;
    /// Of the files a plan was made of; 0 without a plan, or if it does not say.
    std::uint64_t plan_source_rows = 0;
    std::vector<FailureCount> failures;
    PassStatistics jobs;
    std::uint32_t retry_passes = 0;
    /// Differences from the end of the setup.
    LockStatistics locks;
    Duration lock_wait{};
    /// By the org's clock, from the first job created to the last one ended.
    Duration duration{};
    /// Most failed rows first.
    std::vector<HotParent> hottest;
    /// Of the org's whole life: equal runs have equal hashes.
    std::uint64_t trace_hash = 0;
    std::uint64_t trace_events = 0;
    std::optional<ReportedOutcome> reported;
    std::vector<CheckedExpectation> expectations;
    /// Of the load's faults, by name.
    std::vector<FaultCount> faults;
    /// Whether ids that the org did not know were taken for records that exist, and how many such
    /// records there were.
    bool adopts_unknown_ids = false;
    std::uint64_t records_adopted = 0;
    /// Who else wrote, by name, and what became of it; asynchronous automation until its end.
    std::vector<ForeignWriterReport> foreign_writers;
    /// Who waited for whom, over the org's whole life; of the failures only the worst.
    LedgerReport contention;
    /// Why the load did not come to its end; empty if it did.
    std::string error;
    bool interrupted = false;

    /// How many batches ran at once on average.
    double degree_of_parallelism() const;

    /// Rows that failed for another reason than locks: their data, mostly.
    std::uint64_t rows_failed_otherwise() const;

    /// It came to its end, all its expectations hold, and no rows failed for another reason than
    /// locks unless an expectation says how many may fail, or how many must not.
    bool good() const;
};

/// All strategies of a load, side by side.
struct Rehearsal {
    std::string load;
    std::string title;
    std::uint64_t seed = 0;
    std::vector<StrategyOutcome> strategies;
};

/// The shape of the JSON; raised when a member changes its meaning or goes away.
inline constexpr int k_rehearsal_version = 1;

std::string json_of(const Rehearsal& rehearsal);

/// A table with one column per strategy, then a few sentences about each.
std::string text_of(const Rehearsal& rehearsal);

/// What the figures say, in one plain sentence.
std::string sentence_about(const StrategyOutcome& outcome);

}  // namespace rowlock
