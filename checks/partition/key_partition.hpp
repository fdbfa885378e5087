#pragma once

#include "checks/model/batching.hpp"
#include "mockorg/base/result.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace rowlock {

// Loads that do not fit in memory, or lie on several machines, are checked in two steps. Each part
// of the load (a number of whole batches) is mapped: the keys of its batches go to as many files as
// there are partitions, by a hash of the key. Then all files of a partition are merged, one
// partition after the other. A key is in one partition only, so each is decided there.
//
// A partition file, all numbers little-endian:
//
//     8 bytes   "ROWLOCK1"
//     u32       number of this partition, from 0
//     u32       number of partitions
//     u32       number of batches of the part; for each:
//         u32   number of the batch in the whole load, ascending within the file
//         u32   rows
//         u8    lane: 0 parallel, 1 serial, 2 feed
//         u16   load
//         u32   phase
//         u32   feed group
//     u64       number of keys of batches, ordered by batch and then by key; for each:
//         u32   position of its batch above
//         u32   row that wants the key, from 0 within the batch
//         u8    1 if no row of the batch is sure to lock it, else 0
//         u16   length of the key's name
//         ...   the name: object, a NUL byte, record
//     u64       hash_text of everything before
//
// The partition of a key is hash_text(name) modulo the number of partitions.

/// A batch of a part of a load.
struct PartBatch {
    /// Its number in the whole load, which is the order in which batches are sent.
    std::uint32_t number = 0;
    /// `first` means nothing here.
    PlannedBatch plan;

    bool operator==(const PartBatch&) const = default;
};

/// A key that a batch wants, once per batch.
struct BatchKey {
    /// Position in KeyPartition::batches.
    std::uint32_t batch = 0;
    /// The batch's first row that is sure to lock it, or else the first that may; from 0 within
    /// the batch, so that it does not depend on the parts.
    std::uint32_t row = 0;
    bool soft = false;
    std::string name;

    bool operator==(const BatchKey&) const = default;
};

/// The content of a partition file.
struct KeyPartition {
    std::uint32_t number = 0;
    std::uint32_t count = 1;
    std::vector<PartBatch> batches;
    std::vector<BatchKey> keys;

    bool operator==(const KeyPartition&) const = default;
};

/// The name of a key in partition files: names are ordered as bytes.
std::string partition_key_name(std::string_view object, std::string_view record);

std::uint32_t partition_of(std::string_view key_name, std::uint32_t count);

std::string encode_partition(const KeyPartition& partition);

/// bad_file, naming `file_name`, for anything but what encode_partition writes.
Result<KeyPartition> decode_partition(std::string_view bytes, std::string_view file_name);

}  // namespace rowlock
