#pragma once

#include "checks/bounds/batch_limits.hpp"
#include "checks/bounds/components.hpp"
#include "checks/model/row_keys.hpp"

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

namespace rowlock {

/// Batches that Bulk API 1.0 and 2.0 together start in 24 hours. [planning facts, section 2]
inline constexpr std::uint64_t k_batches_per_day = 15'000;

/// What keeps a load from being faster.
enum class BindingBound : std::uint8_t {
    /// The work itself, on so many workers.
    work,
    /// One key whose batches can only run one after another.
    key,
    /// Three keys of which each pair shares rows: rows with two of them collide with each other.
    triangle,
};

/// `work`, `key`, `triangle`.
std::string_view name_of(BindingBound bound);

/// What no plan can beat. [planning facts, section 2]
struct LoadBounds {
    std::uint64_t batches_min = 0;
    /// The whole work, with the fewest batches, one after another.
    Duration work{};
    Duration work_share{};
    Duration hottest_key_time{};
    KeyNo hottest_key = 0;
    std::uint64_t hottest_key_rows = 0;
    Duration triangle_time{};
    std::array<KeyNo, 3> triangle{};
    std::uint64_t triangle_rows = 0;
    /// The greatest of them, and which it is.
    Duration makespan{};
    BindingBound binding = BindingBound::work;
    /// Full days of waiting for the batch quota, whatever the number of workers.
    std::uint64_t quota_days = 0;
    /// Fewest batches of a plan without shared keys; nothing if a component exceeds a batch, for
    /// then there is none.
    std::optional<std::uint64_t> safe_batches_min;
    /// Distinct pairs (chunk, key) if every key filled its chunks.
    std::uint64_t acquisitions_min = 0;
};

/// The load as the bounds see it; `row_bytes` is by row, empty if sizes do not matter, and without
/// excess (without_excess), as are the sizes of keys and components.
struct BoundsInput {
    const RowKeys& rows;
    std::span<const std::uint32_t> row_bytes;
    std::span<const LoadSize> key_loads;
    const Components& components;
    BatchLimits limits;
    BatchCost cost;
    /// k: batches the org works on at a time; at least 1.
    std::uint32_t workers = 1;
};

LoadBounds find_bounds(const BoundsInput& input);

/// The same load on another number of workers, at least 1.
LoadBounds with_workers(const LoadBounds& bounds, std::uint32_t workers);

}  // namespace rowlock
