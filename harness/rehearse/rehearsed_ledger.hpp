#pragma once

#include "harness/rehearse/load_places.hpp"
#include "harness/rehearse/rehearse.hpp"
#include "mockorg/engine/ledger_report.hpp"

#include <cstddef>

namespace rowlock {

/// Which row of the load a row of one of the org's jobs, or of a REST request, was. Org and places
/// outlive it.
LoadRowOf load_row_in(const Org& org, const LoadPlaces& places);

/// The ledger, and what the load says of the rows of the failures in it.
LedgerReport rehearsed_ledger(const FinishedStrategy& finished, LedgerReportOptions options);

/// The ledger as an outcome keeps it: lists of `most` items, and of the failures only the worst.
LedgerReport contention_of(const FinishedStrategy& finished, std::size_t most);

}  // namespace rowlock
