#pragma once

#include "harness/cleanup/deletion_plan.hpp"
#include "harness/load/row_source.hpp"
#include "harness/replay/journal.hpp"
#include "harness/replay/load_driver.hpp"
#include "harness/replay/remote_target.hpp"
#include "harness/replay/row_tally.hpp"
#include "mockorg/base/io.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace rowlock {

/// How a deletion is carried out, whatever the object.
struct DeletionPace {
    /// For good, past the recycle bin.
    bool hard = false;
    /// Where the jobs are written down; null: nowhere.
    Journal* journal = nullptr;
};

/// What became of one object's records.
struct DeletionOutcome {
    RowTally rows;
    /// Of `rows.failed`: somebody else had deleted them before.
    std::uint64_t gone_before = 0;
    std::vector<FailureCount> failures;
    std::uint32_t retry_passes = 0;
    std::vector<std::string> jobs_left;
    bool interrupted = false;
    /// Why it did not come to its end.
    std::optional<Error> error;
};

/// Deletes the records in Bulk API 2.0 jobs by the plan. Rows that failed for a lock, or were not
/// tried, are sent again up to five times, later than any lock wait and fewer at once. Never fails;
/// the outcome says what did.
DeletionOutcome delete_records(
    const std::string& object,
    IdTable ids,
    const DeletionPlan& plan,
    const DeletionPace& pace,
    RemoteTarget& target,
    Io& io
);

}  // namespace rowlock
