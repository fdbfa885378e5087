#pragma once

#include "checks/contention/contention.hpp"
#include "checks/model/batching.hpp"
#include "checks/model/row_keys.hpp"
#include "mockorg/base/result.hpp"

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace rowlock {

/// When a batch really ran, in any unit. At `end` it no longer runs, unless that is its start, too:
/// then it ran for one unit.
struct BatchTimes {
    std::int64_t start = 0;
    std::int64_t end = 0;
};

/// A finished load: what is known of it from outside.
struct FinishedLoad {
    /// One per batch; nothing for one that never ran, or of which that is not known.
    std::vector<std::optional<BatchTimes>> times;
    /// Rows that failed because of a lock, in any order; one named twice counts once.
    std::vector<RowNo> lock_failures;
    /// Rows of a transaction, at least 1: the rows of a batch are worked on so many at a time, in
    /// order, and all of them fail if one waits for a lock in vain. 200 on the platform since API
    /// version 21. [locking facts, sections 1 and 8]
    std::uint32_t chunk_rows = 200;
    /// The keys are all that the rows lock; otherwise a failure that they do not explain may still
    /// be the load's own.
    bool keys_known = true;
};

/// Which lock failures of a finished load come from its own batching, and which cannot: exact,
/// given the times and that no lock was held outside of them.
struct FinishedReport {
    /// Keys, and pairs of batches, of which two really ran at the same time.
    std::uint64_t met_keys = 0;
    std::uint64_t met_pairs = 0;
    /// Per batch: it shared a key with another that ran at the same time.
    std::vector<bool> met;
    /// Failed rows in a transaction with a key that another batch of the load wanted meanwhile.
    std::uint64_t explained = 0;
    /// Failed rows in a transaction none of whose keys was wanted by another batch meanwhile:
    /// users, triggers, other jobs.
    std::uint64_t foreign = 0;
    /// Failed rows not explained that are in a batch without times, or in a transaction with a key
    /// that such a batch wants: it may have run and been the cause. All that are not explained, if
    /// keys are not known.
    std::uint64_t undecided = 0;
    /// The first of either kind, ascending, at most ContentionOptions::witnesses_max. The row of an
    /// explanation is the failed one if that wants the key, or else one of its transaction.
    std::vector<Witness> explained_by;
    std::vector<RowNo> foreign_rows;
};

/// Separates them. With all keys, hard and soft: a failure that a soft key explains is explained.
/// Only witnesses_max and matrix_bytes_max of the options count. Fails if there are not as many
/// times as batches, a batch ends before it starts, or a failed row is in no batch.
Result<FinishedReport> explain_finished(
    const RowKeys& keys,
    const Batching& batching,
    const FinishedLoad& load,
    const ContentionOptions& options = {}
);

}  // namespace rowlock
