#include "checks/partition/map_keys.hpp"

#include "mockorg/base/assert.hpp"

#include <algorithm>
#include <map>
#include <span>

namespace rowlock {
namespace {

/// A key of the batch at hand.
struct Wanted {
    /// Position in the batch.
    std::uint32_t row = 0;
    bool soft = false;
};

/// Each key with the first row that is sure to lock it, or else the first that may.
std::map<KeyNo, Wanted> keys_of_batch(const RowKeys& keys, std::span<const RowNo> rows) {
    std::map<KeyNo, Wanted> wanted;
    for (std::uint32_t row = 0; row < rows.size(); ++row) {
        for (const KeyUse use : keys.of(rows[row])) {
            const auto [at, is_new] = wanted.emplace(use.key(), Wanted{row, use.soft()});
            if (!is_new && at->second.soft && !use.soft()) at->second = {row, false};
        }
    }
    return wanted;
}

}  // namespace

std::vector<KeyPartition> map_keys(
    const LoadedInput& input,
    const Batching& batching,
    std::uint32_t first_number,
    std::uint32_t partition_count
) {
    ROWLOCK_ASSERT(partition_count > 0);
    std::vector<KeyPartition> partitions(partition_count);
    for (std::uint32_t p = 0; p < partition_count; ++p) {
        partitions[p].number = p;
        partitions[p].count = partition_count;
        for (std::uint32_t i = 0; i < batching.batches.size(); ++i) {
            PlannedBatch plan = batching.batches[i];
            plan.first = 0;
            partitions[p].batches.push_back({first_number + i, plan});
        }
    }
    for (std::uint32_t i = 0; i < batching.batches.size(); ++i) {
        const auto rows = batching.rows_of(batching.batches[i]);
        for (const auto& [key, wanted] : keys_of_batch(input.keys(), rows)) {
            const KeyName name = input.key_name(key);
            std::string text = partition_key_name(name.object, name.record);
            KeyPartition& partition = partitions[partition_of(text, partition_count)];
            partition.keys.push_back({i, wanted.row, wanted.soft, std::move(text)});
        }
    }
    for (KeyPartition& partition : partitions) {
        std::sort(
            partition.keys.begin(),
            partition.keys.end(),
            [](const BatchKey& a, const BatchKey& b) {
                return a.batch != b.batch ? a.batch < b.batch : a.name < b.name;
            }
        );
    }
    return partitions;
}

}  // namespace rowlock
