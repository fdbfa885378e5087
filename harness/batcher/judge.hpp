#pragma once

#include "harness/batcher/answer.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace rowlock::batcher {

/// The keys of every row, as keys_of gives them.
using KeyTable = std::vector<std::vector<std::string>>;

/// Whether the two may run at the same time, for all one knows. Batches of one feed group may, too,
/// but not while they share a key. [planning facts, section 1]
bool may_meet(const AnswerBatch& a, const AnswerBatch& b);

/// Two rows that want the same record in batches that may run at the same time. Positions from 0.
struct Clash {
    std::string key;
    std::size_t first_batch = 0;
    std::uint32_t first_row = 0;
    std::size_t second_batch = 0;
    std::uint32_t second_row = 0;

    bool operator==(const Clash&) const = default;
};

/// The first clash of every key that has one, by key. The obvious way, all pairs of batches: it
/// shares no code with rowlock's own checker.
std::vector<Clash> find_clashes(const KeyTable& keys, const std::vector<AnswerBatch>& batches);

/// Pairs of batches that may run at the same time and share a key.
std::uint64_t count_clashing_pairs(const KeyTable& keys, const std::vector<AnswerBatch>& batches);

/// By row: the group it belongs to, rows being linked by the keys they share. A row without keys is
/// a group of its own. Groups are numbered from 0 in the order of their first rows.
std::vector<std::size_t> find_groups(const KeyTable& keys);

/// Rows of each group.
std::vector<std::size_t> group_sizes(const std::vector<std::size_t>& groups);

/// Whether every group fits into a batch by rows and bytes: only then can all be parallel.
bool groups_fit(const Instance& instance, const KeyTable& keys);

/// Seconds the plan takes if every batch takes 5 s and 16 ms a row, `workers` at a time, and serial
/// batches one at a time beside them. [planning facts, section 1]
double makespan_seconds(const Instance& instance, const KeyTable& keys, const Answer& answer);

/// No plan takes less, with a serial lane beside the workers: the work over all workers, or the
/// batches of the key with the most rows one after another.
double lower_bound_seconds(const Instance& instance, const KeyTable& keys);

/// Fewest batches that hold groups of these sizes whole; nothing if there are more than 8 groups
/// of several rows, or one exceeds the cap. By trying everything.
std::optional<std::size_t> fewest_batches(const std::vector<std::size_t>& sizes, std::size_t cap);

}  // namespace rowlock::batcher
