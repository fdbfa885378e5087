#pragma once

// Small random loads with plans of every shape, and a checker that looks at all pairs.

#include "checks/contention/contention.hpp"
#include "mockorg/base/random.hpp"

#include <cstdint>
#include <limits>
#include <map>
#include <set>
#include <utility>
#include <vector>

namespace rowlock::test {

struct SmallLoad {
    /// Per row, its keys.
    std::vector<std::vector<KeyUse>> rows;
    Batching batching;

    RowKeys keys() const {
        RowKeys result;
        for (const auto& row : rows) {
            for (const KeyUse use : row) result.add(use);
            result.end_row();
        }
        return result;
    }
};

inline std::uint32_t below(Random& random, std::uint32_t bound) {
    return static_cast<std::uint32_t>(random.below(bound));
}

inline std::vector<KeyUse> small_row(Random& random, std::uint32_t key_count) {
    std::map<KeyNo, bool> soft_of;
    for (std::uint32_t i = below(random, 4); i > 0; --i) {
        soft_of.emplace(below(random, key_count), below(random, 4) == 0);
    }
    std::vector<KeyUse> uses;
    for (const auto& [key, soft] : soft_of) uses.emplace_back(key, soft);
    return uses;
}

/// Up to 12 batches of up to 3 rows; a row in no batch now and then; rows in any order.
inline SmallLoad small_load(Random& random) {
    SmallLoad load;
    const std::uint32_t key_count = 1 + below(random, 9);
    const std::uint32_t batches = below(random, 13);
    const std::uint32_t lanes = 1 + below(random, 3);
    const auto loads = static_cast<std::uint16_t>(1 + below(random, 3));
    const std::uint32_t phases = 1 + below(random, 3);
    for (std::uint32_t b = 0; b < batches; ++b) {
        PlannedBatch batch;
        batch.first = static_cast<std::uint32_t>(load.batching.order.size());
        batch.rows = below(random, 4);
        batch.lane = static_cast<BatchLane>(below(random, lanes));
        batch.load = static_cast<std::uint16_t>(below(random, loads));
        batch.phase = below(random, phases);
        batch.feed_group = below(random, 3);
        load.batching.batches.push_back(batch);
        for (std::uint32_t r = 0; r < batch.rows; ++r) {
            load.batching.order.push_back(static_cast<RowNo>(load.batching.order.size()));
        }
    }
    auto& order = load.batching.order;
    const std::size_t row_count = order.size() + below(random, 2);
    for (std::size_t i = order.size(); i > 1; --i) {
        std::swap(order[i - 1], order[below(random, static_cast<std::uint32_t>(i))]);
    }
    for (std::size_t r = 0; r < row_count; ++r) load.rows.push_back(small_row(random, key_count));
    return load;
}

/// Whether two batches can be at work at one time, told anew from what lanes, phases and feeds
/// promise, so that no mistake is shared with the checker.
inline bool can_meet(const PlannedBatch& a, const PlannedBatch& b) {
    // The org works on one batch of all Serial jobs at a time.
    const int serial =
        (a.lane == BatchLane::serial ? 1 : 0) + (b.lane == BatchLane::serial ? 1 : 0);
    if (serial == 2) return false;
    // Clients of different loads know nothing of each other.
    if (a.load != b.load) return true;
    // A client waits for the end of a phase, and holds back what its own feed is at work on.
    const bool held = a.lane == BatchLane::feed && b.lane == BatchLane::feed;
    return a.phase == b.phase && !(held && a.feed_group == b.feed_group);
}

/// How far apart two batches of one line can be that meet: while one runs, each other slot starts
/// so many as fit in the longest time, the last of them perhaps in part.
inline std::uint64_t reach_of(const Window& window) {
    std::uint64_t per_slot = 0;
    while (static_cast<double>(per_slot) < window.duration_ratio) ++per_slot;
    return (window.in_flight - 1) * per_slot;
}

/// What all pairs of batches have in common.
struct Expected {
    static constexpr std::uint64_t k_never = std::numeric_limits<std::uint64_t>::max();

    /// Conflicting keys, each with the distance of the nearest two batches; 0 without one.
    std::map<KeyNo, std::uint64_t> nearest;
    std::uint64_t pairs = 0;
    std::uint64_t overlapping = 0;
};

inline std::set<KeyNo> keys_of_batch(const SmallLoad& load, std::size_t batch, bool with_soft) {
    std::set<KeyNo> result;
    for (const RowNo row : load.batching.rows_of(load.batching.batches[batch])) {
        for (const KeyUse use : load.rows[row]) {
            if (with_soft || !use.soft()) result.insert(use.key());
        }
    }
    return result;
}

/// How many parallel batches of the load stand from `a` to `b`, not counting `a`.
inline std::uint64_t steps_between(const Batching& batching, std::size_t a, std::size_t b) {
    std::uint64_t steps = 0;
    for (std::size_t i = a + 1; i <= b; ++i) {
        const PlannedBatch& batch = batching.batches[i];
        if (batch.lane == BatchLane::parallel && batch.load == batching.batches[a].load) ++steps;
    }
    return steps;
}

inline Expected check_all_pairs(const SmallLoad& load, bool with_soft) {
    Expected expected;
    const auto& batches = load.batching.batches;
    std::vector<std::set<KeyNo>> keys;
    for (std::size_t i = 0; i < batches.size(); ++i) {
        keys.push_back(keys_of_batch(load, i, with_soft));
    }
    for (std::size_t a = 0; a < batches.size(); ++a) {
        for (std::size_t b = a + 1; b < batches.size(); ++b) {
            if (!can_meet(batches[a], batches[b])) continue;
            ++expected.overlapping;
            bool share = false;
            const bool in_line = batches[a].lane == BatchLane::parallel &&
                                 batches[b].lane == BatchLane::parallel &&
                                 batches[a].load == batches[b].load;
            const std::uint64_t distance = in_line ? steps_between(load.batching, a, b) : 0;
            for (const KeyNo key : keys[a]) {
                if (keys[b].count(key) == 0) continue;
                share = true;
                const auto [at, is_new] = expected.nearest.emplace(key, distance);
                if (!is_new) at->second = std::min(at->second, distance);
            }
            if (share) ++expected.pairs;
        }
    }
    return expected;
}

}  // namespace rowlock::test
