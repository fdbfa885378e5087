#pragma once

#include "harness/schedule/lock_times.hpp"
#include "harness/schedule/shared_org.hpp"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace rowlock {

/// How one load went in a run.
struct LoadRun {
    std::uint64_t rows = 0;
    std::uint64_t succeeded = 0;
    /// In the end, after all retries.
    std::uint64_t failed_for_locks = 0;
    std::uint64_t failed_otherwise = 0;
    /// Times rows failed, retries counted anew, because another load held what they wanted.
    std::uint64_t failed_for_others = 0;
    Duration duration{};
    /// Why it did not come to its end; empty if it did.
    std::string error;

    bool operator==(const LoadRun&) const = default;
};

struct JointRun {
    /// In the order of the starts.
    std::vector<LoadRun> loads;

    std::uint64_t failed_for_others() const;
    std::uint64_t failed_for_locks() const;
};

/// A load that takes part in a run, by its number, and when it begins.
struct Start {
    std::size_t load = 0;
    Duration at{};
};

/// Runs loads on an org with their setups, on one virtual timeline; at most `rows` rows of each.
/// The same arguments give the same run. Errors: those of the loads' plans; unreachable once the
/// user interrupts.
Result<JointRun> run_together(
    const SharedOrg& org,
    std::span<const ScheduledLoad> loads,
    std::span<const Start> starts,
    std::optional<RowNumber> rows
);

/// A load by itself, and when it needed which records of the setups.
struct SoloRun {
    LoadRun run;
    LockTimes times;
};

/// How far apart in time two loads must need a record, in runs alone, for it to be no matter that
/// they run together: by the duration of the longer one.
Duration clearance_of(Duration lasts);

/// The same with this load alone.
Result<SoloRun> run_alone(
    const SharedOrg& org,
    std::span<const ScheduledLoad> loads,
    std::size_t number,
    std::optional<RowNumber> rows
);

/// Whether two loads cost each other rows in such a run, which ends as soon as that is known.
Result<bool> cost_each_other(
    const SharedOrg& org,
    std::span<const ScheduledLoad> loads,
    std::span<const Start> starts,
    std::optional<RowNumber> rows
);

}  // namespace rowlock
