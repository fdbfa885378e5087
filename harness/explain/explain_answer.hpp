#pragma once

#include "harness/replay/result_ledger.hpp"
#include "mockorg/explain/ledger_report.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace rowlock {

/// The shape of the JSON; raised when a member changes its meaning or goes away.
inline constexpr int k_explain_version = 1;

/// One row that was asked for.
struct RowStory {
    /// `row 17 of the load`, counted from 1.
    std::string name;
    /// Nothing if only the ledger knows the row.
    std::optional<RowStatus> status;
    /// Of a failed row.
    std::string code;
    /// An error text of that code.
    std::string sample;
};

/// What is explained, and what was asked.
struct ExplainAnswer {
    /// `rehearsal`, `ledger` or `org`.
    std::string source;
    /// The load and its strategy, the file, the URL.
    std::string name;
    LedgerReport report;
    /// A rehearsal that was stopped: all is of the time before.
    bool interrupted = false;
    std::optional<RowStory> row;
    /// The id of the record asked for; empty if none was.
    std::string key;
    /// Every key that somebody waited for is among the report's hottest.
    bool all_keys_listed = false;
    /// Waits for the record asked for, if that is known.
    std::optional<std::uint64_t> key_waits;
    /// Failures to tell of, by their numbers in the report.
    std::vector<std::size_t> failures;
    /// How many there are of the kind that was asked for.
    std::uint64_t failures_found = 0;
    /// Rows that failed for other reasons than locks.
    std::vector<FailureCount> other_failures;
    /// Items of a list.
    std::size_t top = 5;
};

std::string text_of(const ExplainAnswer& answer);
std::string json_of(const ExplainAnswer& answer);

/// Chooses the failures to tell of: of a record if `key` is set, whose waits it looks up as well,
/// else the worst of each key.
void choose_failures(ExplainAnswer& answer);

}  // namespace rowlock
