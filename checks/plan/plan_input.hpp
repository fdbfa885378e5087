#pragma once

#include "checks/bounds/batch_limits.hpp"
#include "checks/model/row_keys.hpp"

#include <cstdint>
#include <span>
#include <string_view>

namespace rowlock {

inline constexpr KeyNo k_no_key = ~KeyNo{0};

/// A load to be planned. The planner looks at content only through ranks: two rows of the same keys
/// and the same rank are interchangeable, and shuffling the input changes no batch.
struct PlanInput {
    const RowKeys& rows;
    /// By row: encoded bytes with the line end. Empty if sizes do not matter.
    std::span<const std::uint32_t> row_bytes;
    /// By key: its place among the keys in the order of their canonical texts, no two the same.
    /// Empty: keys are numbered in that order already.
    std::span<const std::uint32_t> key_rank;
    /// By row: made from the row's content, a hash for instance. Empty: rows rank as they stand.
    std::span<const std::uint64_t> row_rank;
    /// By row: the key of its own id or external id; k_no_key if it has none. Empty: none has.
    std::span<const KeyNo> own_keys;
};

/// What is best.
enum class PlanObjective : std::uint8_t {
    /// Batches that share no key, which need nobody to hold them back, if such a plan exists.
    safety,
    /// Least predicted time.
    time,
    /// Fewest batches.
    batches,
};

/// `safety`, `time`, `batches`.
std::string_view name_of(PlanObjective objective);

struct PlanOptions {
    BatchLimits limits;
    BatchCost cost;
    /// How much the time of one transaction varies: its coefficient of variation. 1 is that of a
    /// typical org. [locking facts, section 8.1]
    double variation = 1.0;
    /// k: batches that the org works on at a time. At least 1.
    std::uint32_t workers = 10;
    PlanObjective objective = PlanObjective::safety;
    /// Whether the client can hold batches back. If not, whatever does not fit into batches without
    /// shared keys goes to a Serial job.
    bool feed = true;
    /// Whether the org sees to it that the batches of the serial lane run one at a time, beside the
    /// workers: Bulk API 1.0. With Bulk API 2.0 it is the client that keeps one of them in flight,
    /// as one of the workers' batches.
    bool serial_mode = true;
    /// At least 1. The plan does not depend on it.
    unsigned threads = 1;
};

}  // namespace rowlock
