#include "harness/calibrate/run_sample.hpp"

#include "harness/calibrate/load_sample.hpp"
#include "mockorg/base/random.hpp"

#include <algorithm>

namespace rowlock {
namespace {

constexpr std::uint32_t k_chunk_rows = 200;

std::uint64_t chunks_of(std::uint64_t rows) {
    return (rows + k_chunk_rows - 1) / k_chunk_rows;
}

/// When the run's batches were created, from the first one on; nothing if that is not known of all.
std::vector<Duration> arrivals_of(const ObservedRun& run) {
    std::vector<Duration> arrivals;
    for (const ObservedBatch& batch : run.batches) {
        if (!batch.created) return {};
        arrivals.push_back(std::chrono::milliseconds{*batch.created - *run.batches[0].created});
    }
    return arrivals;
}

/// By partition the rows of its batches.
std::vector<std::vector<std::uint32_t>> cut_shape(const LoadShape& shape) {
    std::vector<std::vector<std::uint32_t>> partitions(shape.partitions);
    for (std::uint64_t i = 0; i < shape.partitions; ++i) {
        const std::uint64_t end = shape.rows * (i + 1) / shape.partitions;
        for (std::uint64_t at = shape.rows * i / shape.partitions; at < end;) {
            const auto rows = std::min<std::uint64_t>(shape.batch_rows, end - at);
            partitions[i].push_back(static_cast<std::uint32_t>(rows));
            at += rows;
        }
    }
    return partitions;
}

std::vector<SentBatch> batches_of(const ObservedRun& run, const LoadShape& shape, Random random) {
    const std::vector<Duration> arrivals = arrivals_of(run);
    std::vector<SentBatch> sent;
    if (shape.rows == 0) {
        for (std::size_t i = 0; i < run.batches.size(); ++i) {
            const auto rows = static_cast<std::uint32_t>(run.batches[i].rows);
            sent.push_back({arrivals.empty() ? Duration{0} : arrivals[i], 0, rows, 0});
        }
        return sent;
    }
    sent = send_times(cut_shape(shape), shape.stagger, shape.interval, random);
    if (arrivals.size() != sent.size()) return sent;
    for (std::size_t i = 0; i < sent.size(); ++i) sent[i].arrival = arrivals[i];
    return sent;
}

/// How many of the batches make up the sample.
std::size_t count_sampled(const std::vector<SentBatch>& sent, const SampleOptions& options) {
    std::uint64_t chunks = 0;
    std::size_t count = 0;
    while (count < sent.size() && (chunks < options.chunks_max || count < options.batches_min)) {
        chunks += chunks_of(sent[count].rows);
        ++count;
    }
    return count;
}

/// Rows that lock one of the shape's parents each, evenly drawn.
RowKeys draw_keys(std::uint64_t rows, std::uint64_t parents, Random random) {
    std::pmr::vector<KeyUse> uses;
    uses.reserve(rows);
    for (std::uint64_t i = 0; i < rows; ++i)
        uses.emplace_back(static_cast<KeyNo>(random.below(parents)), false);
    return RowKeys::one_each(std::move(uses), parents);
}

RunSample sample_shape(
    const ObservedRun& run, const LoadShape& shape, const SampleOptions& options
) {
    const Random random = Random{options.seed}.split("calibrate shape");
    const std::vector<SentBatch> sent = batches_of(run, shape, random.split("interval"));
    SampleFrame frame = frame_sample(sent, shape.stagger, options);
    Batching batching;
    std::uint32_t rows = 0;
    for (std::size_t i = 0; i < frame.batches_sampled; ++i) {
        PlannedBatch batch;
        batch.first = rows;
        batch.rows = sent[i].rows;
        batch.lane = shape.serial ? BatchLane::serial : BatchLane::parallel;
        batching.batches.push_back(batch);
        rows += batch.rows;
    }
    const RowKeys keys = draw_keys(rows, shape.parents, random.split("parents"));
    RunSample result = fill_sample(std::move(frame), sent, keys, batching);
    result.sample.in_flight = shape.in_flight;
    return result;
}

}  // namespace

std::vector<SentBatch> send_times(
    const std::vector<std::vector<std::uint32_t>>& rows_of_batch,
    Duration stagger,
    const Interval& interval,
    Random random
) {
    std::vector<SentBatch> sent;
    std::uint64_t first_row = 0;
    for (std::uint32_t partition = 0; partition < rows_of_batch.size(); ++partition) {
        Duration time = partition * stagger;
        for (const std::uint32_t rows : rows_of_batch[partition]) {
            sent.push_back({time, first_row, rows, partition});
            first_row += rows;
            const double factor = 1.0 - interval.jitter + 2.0 * interval.jitter * random.uniform();
            time += seconds(to_seconds(interval.mean) * factor);
        }
    }
    std::stable_sort(sent.begin(), sent.end(), [](const SentBatch& a, const SentBatch& b) {
        return a.arrival < b.arrival;
    });
    return sent;
}

SampleFrame frame_sample(
    const std::vector<SentBatch>& sent, Duration stagger, const SampleOptions& options
) {
    SampleFrame frame;
    frame.result.batches = sent.size();
    for (const SentBatch& batch : sent) {
        frame.result.rows += batch.rows;
        frame.result.chunks += chunks_of(batch.rows);
    }
    frame.batches_sampled = count_sampled(sent, options);
    frame.result.whole = frame.batches_sampled == sent.size();
    frame.result.paused = !frame.result.whole && stagger > Duration{0};
    return frame;
}

RunSample fill_sample(
    SampleFrame frame,
    const std::vector<SentBatch>& sent,
    const RowKeys& rows,
    const Batching& batching
) {
    ChunkSample& sample = frame.result.sample;
    sample = cut_chunks(rows, batching, 0, batching.batches.size(), {k_chunk_rows, false});
    for (std::size_t i = 0; i < sample.batches.size(); ++i) {
        sample.batches[i].arrival = sent[i].arrival;
        sample.batches[i].partition = sent[i].partition;
    }
    return std::move(frame.result);
}

Result<RunSample> sample_run(const ObservedRun& run, const SampleOptions& options) {
    if (const auto* shape = std::get_if<LoadShape>(&run.load))
        return sample_shape(run, *shape, options);
    return sample_load(std::get<ScheduledLoad>(run.load), arrivals_of(run), options);
}

}  // namespace rowlock
