#pragma once

#include "checks/forecast/chunk_sample.hpp"
#include "harness/calibrate/observation.hpp"
#include "mockorg/base/random.hpp"
#include "mockorg/base/result.hpp"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

namespace rowlock {

/// The first batches of a load as they arrive, ready to be simulated, and how much more there is.
struct RunSample {
    ChunkSample sample;
    /// Of the whole load.
    std::uint64_t rows = 0;
    std::uint64_t chunks = 0;
    std::uint64_t batches = 0;
    /// The sample is the whole load.
    bool whole = true;
    /// The rest of the load comes after a pause: how long the load takes cannot be told from the
    /// sample.
    bool paused = false;
    /// Jobs of more than 10,000 rows are several batches here: what single jobs took is not known.
    bool jobs_are_cut = false;
    /// What was left out, in sentences.
    std::vector<std::string> notes;
};

struct SampleOptions {
    /// About so many chunks, or those of so many batches, whichever are more. Where fewer than
    /// twice k batches are sampled of more, k shows neither in failures nor in the duration.
    std::uint64_t chunks_max = 4'000;
    std::uint64_t batches_min = 200;
    /// Which parents the rows of a shape have, and the jitter of intervals.
    std::uint64_t seed = 1;
};

/// One batch of a load and when it is sent.
struct SentBatch {
    Duration arrival{};
    /// In the order of the partitions.
    std::uint64_t first_row = 0;
    std::uint32_t rows = 0;
    std::uint32_t partition = 0;
};

/// When the batches of a load are sent, by partition the rows of each. Sorted by arrival.
std::vector<SentBatch> send_times(
    const std::vector<std::vector<std::uint32_t>>& rows_of_batch,
    Duration stagger,
    const Interval& interval,
    Random random
);

/// A sample that has everything but its chunks: the figures of all that is sent, and how many
/// batches of it are sampled.
struct SampleFrame {
    RunSample result;
    std::size_t batches_sampled = 0;
};

SampleFrame frame_sample(
    const std::vector<SentBatch>& sent, Duration stagger, const SampleOptions& options
);

/// Fills the sample with chunks: `rows` are those of the sampled batches, one after another as they
/// are sent; `batching` says of these batches how.
RunSample fill_sample(
    SampleFrame frame,
    const std::vector<SentBatch>& sent,
    const RowKeys& rows,
    const Batching& batching
);

/// The sample of a run or of any load. A run's batches, if it tells when they were created and they
/// are as many as its load has, arrive as they did; a shape without rows takes over their rows.
/// bad_configuration or bad_file if the load cannot be simulated.
Result<RunSample> sample_run(const ObservedRun& run, const SampleOptions& options);

}  // namespace rowlock
