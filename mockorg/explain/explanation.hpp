#pragma once

#include "mockorg/explain/ledger_report.hpp"

#include <string>

namespace rowlock {

/// Why a transaction failed, in two sentences: which key it wanted for which row by which rule,
/// since when, and who had it since when, for which row, by which rule.
std::string explain(const LedgerReport& report, const ExplainedFailure& failure);

}  // namespace rowlock
