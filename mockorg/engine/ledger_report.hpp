#pragma once

#include "mockorg/engine/org.hpp"
#include "mockorg/explain/ledger_report.hpp"
#include "mockorg/explain/lock_timeline.hpp"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>

namespace rowlock {

/// Which row of a load's source a row of a job or of a REST request was, for whom that is known.
using LoadRowOf =
    std::function<std::optional<std::uint64_t>(const TransactionOrigin&, std::uint32_t row)>;

/// Which part of the ledger a report tells.
struct LedgerReportOptions {
    std::size_t first_failure = 0;
    std::size_t failures_max = 100'000;
    std::size_t hottest = 20;
    std::size_t pairs = 100;
    LoadRowOf load_row;
};

/// The org's ledger with the names of records, jobs and rules, as they are now.
LedgerReport ledger_report(const Org& org, const LedgerReportOptions& options = {});

/// The org's timeline, transactions that have not ended among it.
LockTimeline lock_timeline(const Org& org, const LoadRowOf& load_row = {});

}  // namespace rowlock
