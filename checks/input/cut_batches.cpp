#include "checks/input/cut_batches.hpp"

#include "mockorg/base/assert.hpp"

#include <algorithm>

namespace rowlock {

Batching cut_batches(std::span<const LoadedFile> files, std::span<const BatchCut> cuts) {
    Batching batching;
    std::uint64_t rows = 0;
    for (const LoadedFile& file : files) {
        ROWLOCK_ASSERT(file.load < cuts.size() && file.first_row == rows);
        const BatchCut& cut = cuts[file.load];
        const std::uint32_t step = cut.rows_per_batch == 0 ? file.rows : cut.rows_per_batch;
        for (std::uint32_t begin = 0; begin < file.rows;) {
            PlannedBatch batch{file.first_row + begin, std::min(step, file.rows - begin)};
            batch.lane = cut.lane;
            batch.load = file.load;
            begin += batch.rows;
            batching.batches.push_back(batch);
        }
        rows += file.rows;
    }
    return batching;
}

}  // namespace rowlock
