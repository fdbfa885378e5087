#pragma once

#include "harness/rehearse/load_places.hpp"
#include "mockorg/engine/ledger_report.hpp"

#include <cstddef>

namespace rowlock {

/// Which row of the load a row of one of the org's jobs was. Org and places outlive it.
LoadRowOf load_row_in(const Org& org, const LoadPlaces& places);

/// The ledger as an outcome keeps it: lists of `most` items, and of the failures only the worst.
LedgerReport contention_of(const Org& org, const LoadRowOf& load_row, std::size_t most);

}  // namespace rowlock
