#pragma once

#include "checks/model/batching.hpp"
#include "checks/model/row_keys.hpp"

#include <cstddef>
#include <cstdint>
#include <vector>

namespace rowlock {

/// Which of some batches of a load are in each other's way, as a picture.
struct ConflictMatrix {
    enum class Cell : std::uint8_t {
        /// Kept apart by lane, phase or feed.
        apart,
        /// May run together and share nothing.
        clear,
        /// May share a record.
        soft,
        /// Share a record.
        hard,
    };

    /// Positions in Batching::batches, rising; all of them, or evenly spread ones.
    std::vector<std::uint32_t> batches;
    /// How many there are in the load.
    std::uint64_t batches_in_load = 0;
    /// Row by row, symmetrical; the diagonal is `apart`.
    std::vector<Cell> cells;

    Cell at(std::size_t i, std::size_t j) const { return cells[i * batches.size() + j]; }
};

/// Looks at up to 48 batches, exactly. Needs 16 bytes for each key of the load while it runs.
ConflictMatrix make_conflict_matrix(const RowKeys& rows, const Batching& batching);

}  // namespace rowlock
