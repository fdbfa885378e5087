#pragma once

#include "harness/replay/replay_report.hpp"
#include "harness/verify/proof.hpp"

#include <cstdint>
#include <optional>

namespace rowlock {

/// Whether a replay's report tells of a whole load: it came to its end, every row arrived, and it
/// has as many rows as the load (nothing: no load was given).
ProofCheck check_report(const ReplayReport& report, std::optional<std::uint64_t> load_rows);

}  // namespace rowlock
