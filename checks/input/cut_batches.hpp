#pragma once

#include "checks/input/loaded_input.hpp"
#include "checks/model/batching.hpp"

#include <cstdint>
#include <span>

namespace rowlock {

/// How the rows of one load become batches when there is no plan for it.
struct BatchCut {
    /// Rows of a batch, in file order, never of two files; 0: each file is one batch.
    std::uint32_t rows_per_batch = 0;
    BatchLane lane = BatchLane::parallel;
};

/// Cuts all files. `cuts`: one per load of the request. Feed batches of a load are one group.
Batching cut_batches(std::span<const LoadedFile> files, std::span<const BatchCut> cuts);

}  // namespace rowlock
