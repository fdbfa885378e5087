#pragma once

// Small random loads with plans of every shape, and a checker that looks at all pairs.

#include "checks/contention/contention.hpp"
#include "mockorg/base/random.hpp"

#include <algorithm>
#include <cstdint>
#include <limits>
#include <map>
#include <memory_resource>
#include <set>
#include <utility>
#include <vector>

namespace rowlock::test {

struct SmallLoad {
    /// Per row, its keys.
    std::vector<std::vector<KeyUse>> rows;
    Batching batching;

    /// In the shorter form where each row has just one key.
    RowKeys keys() const {
        const auto single = [](const std::vector<KeyUse>& row) { return row.size() == 1; };
        RowKeys result;
        if (std::all_of(rows.begin(), rows.end(), single)) {
            std::pmr::vector<KeyUse> uses;
            for (const auto& row : rows) uses.push_back(row.front());
            KeyNo keys = 0;
            for (const KeyUse use : uses) keys = std::max(keys, use.key() + 1);
            return RowKeys::one_each(std::move(uses), keys);
        }
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

/// `keys`: at most so many, or just one if it is 1.
inline std::vector<KeyUse> small_row(Random& random, std::uint32_t key_count, std::uint32_t keys) {
    std::map<KeyNo, bool> soft_of;
    for (std::uint32_t i = keys == 1 ? 1 : below(random, keys + 1); i > 0; --i) {
        soft_of.emplace(below(random, key_count), below(random, 4) == 0);
    }
    std::vector<KeyUse> uses;
    for (const auto& [key, soft] : soft_of) uses.emplace_back(key, soft);
    return uses;
}

/// What a feed's list knows: nothing, all, or what chance says, also of batches that no feed sends
/// together.
inline void draw_feed_list(Random& random, Batching& batching) {
    const auto count = static_cast<std::uint32_t>(batching.batches.size());
    const std::uint32_t known = below(random, 4);
    std::vector<std::vector<bool>> apart(count, std::vector<bool>(count));
    for (std::uint32_t a = 0; a < count; ++a) {
        for (std::uint32_t b = 0; b < a; ++b) apart[a][b] = apart[b][a] = below(random, 3) < known;
    }
    for (std::uint32_t a = 0; a < count; ++a) {
        std::vector<NumberRange> ranges;
        for (std::uint32_t b = 0; b < count; ++b) {
            if (!apart[a][b]) continue;
            const bool next = !ranges.empty() && ranges.back().first + ranges.back().count == b;
            if (next) {
                ++ranges.back().count;
            } else {
                ranges.push_back({b, 1});
            }
        }
        batching.held_apart.push_back(std::move(ranges));
    }
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
    const std::uint32_t row_keys = below(random, 4) == 0 ? 1 : 3;
    for (std::size_t r = 0; r < row_count; ++r) {
        load.rows.push_back(small_row(random, key_count, row_keys));
    }
    return load;
}

/// The same, now and then with rows in the order of their numbers, which needs no list of them, and
/// with feeds that go by a list, or with one feed only.
inline SmallLoad small_load_of_any_form(Random& random) {
    SmallLoad load = small_load(random);
    if (below(random, 4) == 0) load.batching.order.clear();
    if (below(random, 2) == 0) draw_feed_list(random, load.batching);
    if (below(random, 4) > 0) return load;
    for (PlannedBatch& batch : load.batching.batches) {
        batch.lane = BatchLane::feed;
        batch.load = 0;
        batch.feed_group = 0;
    }
    return load;
}

/// Whether the client of a feed holds the second back while the first is at work, given that they
/// have a key in common.
inline bool held_back(const Batching& batching, std::size_t a, std::size_t b) {
    if (batching.held_apart.empty()) return true;
    for (const NumberRange& range : batching.held_apart[a]) {
        if (b >= range.first && b < std::size_t{range.first} + range.count) return true;
    }
    return false;
}

/// Whether two batches can be at work at one time, told anew from what lanes, phases and feeds
/// promise, so that no mistake is shared with the checker.
inline bool can_meet(const Batching& batching, std::size_t first, std::size_t second) {
    const PlannedBatch& a = batching.batches[first];
    const PlannedBatch& b = batching.batches[second];
    // The org works on one batch of all Serial jobs at a time.
    const int serial =
        (a.lane == BatchLane::serial ? 1 : 0) + (b.lane == BatchLane::serial ? 1 : 0);
    if (serial == 2) return false;
    // Clients of different loads know nothing of each other.
    if (a.load != b.load) return true;
    // A client waits for the end of a phase.
    if (a.phase != b.phase) return false;
    const bool fed = a.lane == BatchLane::feed && b.lane == BatchLane::feed;
    return !(fed && a.feed_group == b.feed_group && held_back(batching, first, second));
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

/// Sent by one client in one line: parallel batches, or batches of one feed.
inline bool same_line(const PlannedBatch& a, const PlannedBatch& b) {
    if (a.load != b.load || a.lane != b.lane || a.lane == BatchLane::serial) return false;
    if (a.lane == BatchLane::parallel) return true;
    return a.phase == b.phase && a.feed_group == b.feed_group;
}

/// Whether nothing makes the client send a later batch of the line before an earlier one.
inline bool in_order(const Batching& batching, std::size_t a) {
    const auto& batches = batching.batches;
    if (batches[a].lane == BatchLane::parallel) return true;
    for (std::size_t i = 0; i < batches.size(); ++i) {
        for (std::size_t j = 0; j < i; ++j) {
            const bool line =
                same_line(batches[a], batches[i]) && same_line(batches[a], batches[j]);
            if (line && held_back(batching, i, j)) return false;
        }
    }
    return true;
}

/// How many batches of the line stand from `a` to `b`, not counting `a`; 0 if they are in none that
/// keeps its order.
inline std::uint64_t steps_between(const Batching& batching, std::size_t a, std::size_t b) {
    const auto& batches = batching.batches;
    if (!same_line(batches[a], batches[b]) || !in_order(batching, a)) return 0;
    std::uint64_t steps = 0;
    for (std::size_t i = a + 1; i <= b; ++i) steps += same_line(batches[a], batches[i]) ? 1U : 0U;
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
            if (!can_meet(load.batching, a, b)) continue;
            ++expected.overlapping;
            bool share = false;
            const std::uint64_t distance = steps_between(load.batching, a, b);
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
