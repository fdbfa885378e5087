#pragma once

#include "checks/contention/key_lists.hpp"
#include "checks/model/batching.hpp"
#include "checks/model/row_keys.hpp"

#include <cstdint>

namespace rowlock {

/// A look inside batches, chunk by chunk. For the report only and never a proof: it tells which
/// keys two batches would want at the same time if they started together and kept step.
struct ChunkExposure {
    /// Keys that two batches which may run at the same time want.
    std::uint64_t conflicting_keys = 0;
    /// Those of which two such batches want the key in overlapping spans of chunks, counted from
    /// the first to the last chunk of each batch that wants it.
    std::uint64_t exposed_keys = 0;
};

/// `rows_per_chunk`: at least 1; 200 on the platform since API version 21.
ChunkExposure measure_chunk_exposure(
    const RowKeys& keys,
    const Batching& batching,
    KeyReading reading,
    std::uint32_t rows_per_chunk = 200
);

}  // namespace rowlock
