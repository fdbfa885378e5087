#pragma once

#include "checks/bounds/batch_limits.hpp"
#include "checks/bounds/key_loads.hpp"

#include <cstdint>
#include <span>
#include <vector>

namespace rowlock {

/// Children under one parent from which Salesforce documents lock contention and slow queries
/// ("ownership/lookup skew"), and the point below it where one should begin to look.
inline constexpr std::uint32_t k_skewed_children = 10'000;
inline constexpr std::uint32_t k_watched_children = 6'000;

/// How unevenly the rows lie on their keys. [planning facts, section 2]
struct Skew {
    /// The chance that two rows drawn from the load share a key, summed over the keys:
    /// sum n_q (n_q - 1) / (n (n - 1)).
    double shared_chance = 0;
    /// 1 / shared_chance: as many equal parents would collide as often. 0 if no two rows share a
    /// key.
    double effective_keys = 0;
    std::uint32_t keys_used = 0;
    std::uint32_t skewed_keys = 0;
    /// With at least k_watched_children; the skewed ones among them.
    std::uint32_t watched_keys = 0;
    /// With more rows than a batch holds.
    std::uint32_t keys_over_batch = 0;
    std::vector<KeyNo> hottest;
};

/// `loads` is by key; to look at some keys only (owners, say), set the others to no rows.
Skew measure_skew(
    std::span<const LoadSize> loads,
    std::uint64_t row_count,
    const BatchLimits& limits,
    std::size_t hottest_count
);

}  // namespace rowlock
