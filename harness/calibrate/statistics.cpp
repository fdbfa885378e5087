#include "harness/calibrate/statistics.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <cmath>
#include <vector>

namespace rowlock {
namespace {

constexpr std::array<std::string_view, k_statistics> k_names = {
    "failedShare", "durationSeconds", "secondsPerChunk", "batchVariation", "turnaroundSeconds"};
constexpr std::array<std::string_view, k_statistics> k_titles = {
    "rows failed on locks, %",
    "duration, s",
    "active time of a chunk, s",
    "variation of batches' active time",
    "from a batch's creation to its end, s"};

/// Of fewer batches, a standard deviation says nothing.
constexpr std::size_t k_batches_for_variation = 8;

/// Times are told in milliseconds; a variation of none at all has no logarithm.
constexpr double k_variation_min = 0.001;

/// Of fewer chunks, there is no telling how fast they are worked off.
constexpr std::size_t k_chunks_for_pace = 20;

std::optional<double> variation_of(const std::vector<double>& values) {
    if (values.size() < k_batches_for_variation) return std::nullopt;
    const auto count = static_cast<double>(values.size());
    double sum = 0.0;
    for (const double value : values) sum += value;
    const double mean = sum / count;
    double squares = 0.0;
    for (const double value : values) squares += (value - mean) * (value - mean);
    if (mean <= 0.0) return std::nullopt;
    return std::max(std::sqrt(squares / (count - 1.0)) / mean, k_variation_min);
}

/// Sums over the batches of a run.
class BatchFigures {
public:
    explicit BatchFigures(const std::vector<ObservedBatch>& batches) {
        for (const ObservedBatch& batch : batches) largest_ = std::max(largest_, batch.rows);
        for (const ObservedBatch& batch : batches) add(batch);
    }

    std::uint64_t rows = 0;
    std::uint64_t rows_failed = 0;

    std::optional<double> seconds() const {
        if (first_ && last_ && untimed_ == 0) return static_cast<double>(*last_ - *first_) / 1e3;
        return std::nullopt;
    }

    std::optional<double> active_seconds() const {
        if (inactive_ > 0 || largest_ == 0) return std::nullopt;
        return active_;
    }

    std::optional<double> variation() const { return variation_of(active_times_); }

    std::optional<double> turnaround() const {
        if (untimed_ > 0 || timed_ == 0) return std::nullopt;
        return turnaround_ / static_cast<double>(timed_);
    }

private:
    void add(const ObservedBatch& batch) {
        rows += batch.rows;
        rows_failed += batch.rows_failed;
        // What processed nothing, tells nothing.
        if (batch.rows == 0) return;
        if (batch.active_seconds) {
            active_ += *batch.active_seconds;
            if (batch.rows == largest_) active_times_.push_back(*batch.active_seconds);
        } else {
            ++inactive_;
        }
        if (!batch.created || !batch.ended) {
            ++untimed_;
            return;
        }
        first_ = std::min(first_.value_or(*batch.created), *batch.created);
        last_ = std::max(last_.value_or(*batch.ended), *batch.ended);
        turnaround_ += static_cast<double>(*batch.ended - *batch.created) / 1e3;
        ++timed_;
    }

    std::uint64_t largest_ = 0;
    double active_ = 0.0;
    double turnaround_ = 0.0;
    std::size_t inactive_ = 0;
    std::size_t untimed_ = 0;
    std::size_t timed_ = 0;
    std::optional<std::int64_t> first_;
    std::optional<std::int64_t> last_;
    std::vector<double> active_times_;
};

Failure contradiction(const ObservedRun& run, const std::string& what) {
    return fail(ErrorCode::bad_file, run.where + ": " + what);
}

Result<void> check_rows(
    const ObservedRun& run, std::uint64_t processed, std::uint64_t failed, std::uint64_t in_load
) {
    if (failed > processed) {
        return contradiction(
            run,
            fmt::format("{} rows failed on locks, but only {} were processed", failed, processed)
        );
    }
    if (processed == 0)
        return contradiction(run, "no row was processed: there is nothing to learn");
    if (processed > in_load) {
        return contradiction(
            run, fmt::format("{} rows were processed, but the load has {}", processed, in_load)
        );
    }
    return {};
}

/// Of the whole load: its part beyond the sample takes its time at the pace of the sample's first
/// half, when there is still enough to do for all workers.
double duration_of(const RunSample& sample, const SimulationResult& result) {
    const double sampled = to_seconds(result.elapsed);
    if (sample.whole || result.chunk_ends.size() < k_chunks_for_pace) return sampled;
    const std::size_t begin = result.chunk_ends.size() / 10;
    const std::size_t end = result.chunk_ends.size() / 2;
    const double passed = to_seconds(result.chunk_ends[end] - result.chunk_ends[begin]);
    const auto left = static_cast<double>(sample.chunks - sample.sample.chunks.size());
    return sampled + left * passed / static_cast<double>(end - begin);
}

void keep_positive(std::optional<double>& value) {
    if (value && *value <= 0.0) value.reset();
}

}  // namespace

std::string_view name_of(Statistic statistic) {
    return k_names.at(static_cast<std::size_t>(statistic));
}

std::string_view title_of(Statistic statistic) {
    return k_titles.at(static_cast<std::size_t>(statistic));
}

Result<RunStatistics> observed_statistics(const ObservedRun& run, const RunSample& sample) {
    const BatchFigures batches{run.batches};
    const std::uint64_t processed =
        run.figures.rows_processed.value_or(run.batches.empty() ? sample.rows : batches.rows);
    const std::uint64_t failed = run.figures.rows_failed_on_locks.value_or(batches.rows_failed);
    if (auto checked = check_rows(run, processed, failed, sample.rows); !checked)
        return Failure{std::move(checked.error())};
    if (!run.batches.empty() && batches.rows_failed < failed) {
        return contradiction(
            run,
            fmt::format(
                "{} rows failed on locks, but the batches tell of {} that failed at all",
                failed,
                batches.rows_failed
            )
        );
    }
    RunStatistics result;
    const double share = static_cast<double>(processed) / static_cast<double>(sample.rows);
    result.chunks = static_cast<double>(sample.chunks) * share;
    if (run.figures.rows_failed_on_locks || !run.batches.empty())
        result[Statistic::failed_share] =
            static_cast<double>(failed) / static_cast<double>(processed);
    // A load that was stopped has no end of its own.
    const bool ended = processed == sample.rows;
    const auto seconds = run.figures.seconds ? run.figures.seconds : batches.seconds();
    if (ended && !sample.paused) result[Statistic::duration] = seconds;
    const auto active =
        run.figures.active_seconds ? run.figures.active_seconds : batches.active_seconds();
    if (active) result[Statistic::chunk_time] = *active / result.chunks;
    if (!sample.jobs_are_cut) {
        result[Statistic::batch_variation] = batches.variation();
        if (ended && sample.whole) result[Statistic::turnaround] = batches.turnaround();
    }
    for (std::size_t i = 1; i < k_statistics; ++i) keep_positive(result.values[i]);
    return result;
}

RunStatistics simulated_statistics(const RunSample& sample, const SimulationResult& result) {
    RunStatistics statistics;
    statistics.chunks = static_cast<double>(sample.sample.chunks.size());
    const std::uint64_t processed = result.rows_committed + result.rows_failed;
    statistics[Statistic::failed_share] =
        processed == 0 ? 0.0
                       : static_cast<double>(result.rows_failed) / static_cast<double>(processed);
    double active = 0.0;
    double turnaround = 0.0;
    std::uint32_t largest = 0;
    for (const ChunkSample::Batch& batch : sample.sample.batches)
        largest = std::max(largest, batch.plan.rows);
    std::vector<double> active_times;
    for (std::size_t i = 0; i < result.batches.size(); ++i) {
        const BatchRun& run = result.batches[i];
        active += to_seconds(run.active);
        turnaround += to_seconds(run.ended - run.arrived);
        if (sample.sample.batches[i].plan.rows == largest)
            active_times.push_back(to_seconds(run.active));
    }
    const auto count = static_cast<double>(result.batches.size());
    statistics[Statistic::duration] = duration_of(sample, result);
    statistics[Statistic::chunk_time] = active / std::max(statistics.chunks, 1.0);
    statistics[Statistic::batch_variation] = variation_of(active_times);
    statistics[Statistic::turnaround] = turnaround / std::max(count, 1.0);
    for (std::size_t i = 1; i < k_statistics; ++i) keep_positive(statistics.values[i]);
    return statistics;
}

}  // namespace rowlock
