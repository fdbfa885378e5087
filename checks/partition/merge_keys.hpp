#pragma once

#include "checks/contention/contention.hpp"
#include "checks/partition/key_partition.hpp"
#include "mockorg/base/result.hpp"

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

namespace rowlock {

/// A row of the whole load: the number of its batch, and its position in the batch from 0.
struct PartRow {
    std::uint32_t batch = 0;
    std::uint32_t row = 0;

    bool operator==(const PartRow&) const = default;
};

struct MergedWitness {
    std::string object;
    std::string record;
    PartRow first;
    PartRow second;
    bool soft = false;

    bool operator==(const MergedWitness&) const = default;
};

/// One reading of the rules, as in Contention.
struct MergedContention {
    std::uint64_t conflicting_keys = 0;
    std::uint64_t conflicting_pairs = 0;
    std::uint64_t overlapping_pairs = 0;
    std::vector<WindowVerdict> windows;
    /// The first keys in the order of their names.
    std::vector<MergedWitness> witnesses;

    bool safe() const { return conflicting_keys == 0; }
};

struct MergedReport {
    MergedContention hard;
    MergedContention all;
};

/// Merges all parts' partitions to the verdict on the whole load: the same whatever the parts, the
/// number of partitions and the order of files. `read(partition, file)` gives a partition's files
/// one by one, `file_count` for each of `partition_count`; it is called once for each, partition by
/// partition, and only one partition is held at a time (and the keys that conflict). Fails if
/// `read` does, or if parts have a batch in common or differ between partitions.
Result<MergedReport> merge_keys(
    std::uint32_t partition_count,
    std::size_t file_count,
    const std::function<Result<KeyPartition>(std::uint32_t, std::size_t)>& read,
    const ContentionOptions& options = {}
);

}  // namespace rowlock
