#pragma once

#include "harness/cleanup/deletion_rows.hpp"
#include "harness/replay/send_plan.hpp"
#include "mockorg/base/time.hpp"

#include <cstdint>
#include <memory>

namespace rowlock {

/// Rows of a batch, and of a job.
inline constexpr std::uint32_t k_deletion_batch_rows = 10'000;

/// How long a deletion takes on a quick and on a slow org.
struct DurationRange {
    Duration shortest{};
    Duration longest{};

    DurationRange& operator+=(const DurationRange& other) {
        shortest += other.shortest;
        longest += other.longest;
        return *this;
    }
};

/// What the range assumes: chunks of 200 rows in 0.5 s where there is hardly any automation, in
/// 10 s where there is much, and 1 to 5 s for each batch. [locking 8.1]
inline constexpr const char* k_duration_assumption =
    "the org takes 0.5 to 10 s for each 200 records";

/// In which batches one object's records are deleted.
struct DeletionPlan {
    std::shared_ptr<const SendPlan> send;
    /// Batches at a time.
    std::uint32_t in_flight = 1;
    /// Pairs of batches that lock the same record and are never sent together.
    std::uint64_t kept_apart = 0;
    DurationRange duration;
};

/// Batches that lock no record in common where that can be had; where it cannot, each waits until
/// those before it that share a record are done. `in_flight`: at least 1.
DeletionPlan plan_deletion(
    const RowKeys& keys, const DeletionLocks& locks, std::uint32_t in_flight
);

}  // namespace rowlock
