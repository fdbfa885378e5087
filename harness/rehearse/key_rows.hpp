#pragma once

#include "harness/rehearse/rehearse.hpp"
#include "mockorg/explain/ledger_report.hpp"

namespace rowlock {

/// Fills in, for each failure of rows of the load, what the load says of all its rows that lead to
/// the key. Reads each column concerned once.
void tell_key_rows(const FinishedStrategy& finished, LedgerReport& report);

}  // namespace rowlock
