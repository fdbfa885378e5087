#pragma once

#include "checks/model/batching.hpp"
#include "checks/model/row_keys.hpp"
#include "mockorg/base/time.hpp"
#include "mockorg/locking/lock_key.hpp"

#include <cstdint>
#include <span>
#include <vector>

namespace rowlock {

/// Some batches of a load cut into transactions, with those of their keys that more than one of the
/// batches locks: chunks of one batch run one after another, so other keys delay nobody.
struct ChunkSample {
    struct Chunk {
        std::uint32_t rows = 0;
        /// Run of `keys`.
        std::uint32_t first_key = 0;
        std::uint32_t key_count = 0;
    };

    struct Batch {
        /// first and rows count in the whole load's order. A feed batch that a list holds apart
        /// from no other is sent like a parallel one, and called that.
        PlannedBatch plan;
        /// Run of `chunks`.
        std::uint32_t first_chunk = 0;
        std::uint32_t chunk_count = 0;
        /// Position in the whole load, and the batches by position that a list holds apart from it.
        std::uint32_t number = 0;
        std::vector<NumberRange> held_apart;
        /// When the client sends it, from the load's beginning. Batches arrive in their order.
        Duration arrival{};
        /// Partition of the load that it belongs to, from 0.
        std::uint32_t partition = 0;
    };

    /// Feeds go by those lists, not by keys.
    bool feeds_by_list = false;
    /// Batches of one partition sent and not yet finished: the client sends no more; 0 = no limit.
    std::uint32_t in_flight = 0;
    /// What passes until the client knows that a batch is finished.
    Duration notice{};
    std::vector<Batch> batches;
    std::vector<Chunk> chunks;
    /// Of each chunk once, in lock order. The row of a key's record is its number among the shared
    /// keys.
    std::vector<LockKey> keys;
    std::uint32_t shared_keys = 0;

    std::span<const LockKey> keys_of(const Chunk& chunk) const {
        return std::span{keys}.subspan(chunk.first_key, chunk.key_count);
    }
};

struct ChunkCut {
    /// Rows of one transaction, 1 to 200.
    std::uint32_t chunk_rows = 200;
    /// Whether keys that may be locked count as locked.
    bool soft_keys = false;
};

/// The `count` batches from `first` on. Needs 4 bytes for each key of the load while it runs.
ChunkSample cut_chunks(
    const RowKeys& rows,
    const Batching& batching,
    std::size_t first,
    std::size_t count,
    const ChunkCut& cut
);

/// What the chunks of a sample have in common.
struct ChunkOverlap {
    /// Expected number of keys that two chunks of different batches share (lambda).
    double shared_keys = 0.0;
    /// Coefficient of variation, over the chunks, of a chunk's own expectation. A load of like
    /// chunks has less than 0.5; a load with some hot batches far more.
    double unevenness = 0.0;
};

ChunkOverlap measure_overlap(const ChunkSample& sample);

}  // namespace rowlock
