#pragma once

#include "harness/schedule/joint_run.hpp"

#include <optional>

namespace rowlock {

/// A load by itself, and as it takes part in runs with others.
struct PacedLoad {
    ScheduledLoad load;
    /// By itself, at that pace.
    SoloRun solo;
    /// By itself, at the pace of its load file.
    LoadRun unstretched;
    /// It takes the expected time, which is longer than that.
    bool stretched = false;
};

/// The load, its batches no larger than that and each at least so long after the one before.
ScheduledLoad spread_out(ScheduledLoad load, RowNumber batch_rows, Duration distance);

/// Runs the load of this number by itself, and if somebody expects it to take longer, spreads it
/// out until it does: over the longest time expected, by less than a fiftieth more or less. What
/// passes additionally, passes between its batches: transactions hold their locks as the profile
/// has it. Unstretched where it takes longer as it is, and where it is too small to be spread
/// (a load of one transaction). Errors: those of the load's plan; unreachable once the user
/// interrupts.
Result<PacedLoad> pace_load(
    const SharedOrg& org,
    std::span<const ScheduledLoad> loads,
    std::size_t number,
    std::optional<RowNumber> rows
);

}  // namespace rowlock
