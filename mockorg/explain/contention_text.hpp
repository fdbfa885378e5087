#pragma once

#include "mockorg/explain/advice.hpp"
#include "mockorg/explain/ledger_report.hpp"

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace rowlock {

/// The failure that is most worth telling of each of the keys that cost most rows, most rows first;
/// at most `most` of them. What clients, and what each foreign writer, lost to whom at a key is
/// told apart. Numbers of failures of the report.
std::vector<std::size_t> worst_failures(const LedgerReport& report, std::size_t most);

/// A failure with what would have avoided it, in indented lines.
std::string failure_text(
    const LedgerReport& report, const Adviser& adviser, const ExplainedFailure& failure
);

/// Sums of the whole ledger, and its top `most` keys, pairs of parties and pairs of rules.
std::string contention_text(const LedgerReport& report, std::size_t most);

}  // namespace rowlock
