#include "checks/assess/finished_files.hpp"

#include "checks/assess/failed_rows.hpp"
#include "checks/assess/own_file.hpp"
#include "checks/model/job_pieces.hpp"
#include "mockorg/base/file_text.hpp"

#include <fmt/core.h>

#include <algorithm>

namespace rowlock {
namespace {

constexpr std::uint64_t k_times_size_max = std::uint64_t{256} << 20;

/// The first load's batches as positions; they stand first.
std::size_t count_own_batches(const Batching& batching) {
    const auto end = std::find_if(
        batching.batches.begin(),
        batching.batches.end(),
        [](const PlannedBatch& batch) { return batch.load != 0; }
    );
    return static_cast<std::size_t>(end - batching.batches.begin());
}

class TimesOfBatches {
public:
    TimesOfBatches(const LoadedInput& input, const Batching& batching)
        : input_(input), batching_(batching), own_(count_own_batches(batching)) {
        times_.resize(batching.batches.size());
    }

    /// Fails if there is no such batch, or its times are known already.
    Result<void> put(const BatchTimeEntry& entry) {
        if (entry.batch != 0) {
            return put_job(entry.batch - 1, entry.times);
        }
        const auto file = find_own_file(input_, entry.file);
        if (!file) return Failure{file.error()};
        for (std::size_t i = 0; i < own_; ++i) {
            if (!begins_in(**file, batching_.batches[i])) continue;
            if (auto known = set(i, entry.times); !known) return known;
        }
        return {};
    }

    std::vector<std::optional<BatchTimes>> take() && { return std::move(times_); }

private:
    bool begins_in(const LoadedFile& file, const PlannedBatch& batch) const {
        if (batch.rows == 0) return false;
        const RowNo first = batching_.rows_of(batch).front();
        return first >= file.first_row && first < file.first_row + file.rows;
    }

    /// What the platform cuts a job into has the job's times.
    Result<void> put_job(std::uint64_t job, const BatchTimes& times) {
        const std::vector<std::uint32_t>& jobs = batching_.job_of_batch;
        std::size_t batch = job;
        if (!jobs.empty()) {
            const auto first = std::lower_bound(jobs.begin(), jobs.end(), job);
            batch = static_cast<std::size_t>(first - jobs.begin());
        }
        if (batch >= own_)
            return fail(ErrorCode::bad_file, fmt::format("the load has no batch {}", job + 1));
        for (std::size_t i = batch; i < own_; ++i) {
            if (job_of(batching_, static_cast<std::uint32_t>(i)) != job) break;
            if (auto known = set(i, times); !known) return known;
        }
        return {};
    }

    Result<void> set(std::size_t batch, const BatchTimes& times) {
        if (times_[batch]) {
            const std::uint32_t job = job_of(batching_, static_cast<std::uint32_t>(batch));
            return fail(ErrorCode::bad_file, fmt::format("batch {} ran twice", job + 1));
        }
        times_[batch] = times;
        return {};
    }

    const LoadedInput& input_;
    const Batching& batching_;
    std::size_t own_;
    std::vector<std::optional<BatchTimes>> times_;
};

}  // namespace

Result<FinishedLoad> read_finished_load(
    const FinishedFiles& files,
    const LoadedInput& input,
    const Batching& batching,
    const Schema& schema,
    const LoadFiles& load
) {
    const auto text = read_file(files.times, k_times_size_max);
    if (!text) return Failure{text.error()};
    const auto entries = read_batch_times(*text, files.times);
    if (!entries) return Failure{entries.error()};
    TimesOfBatches times{input, batching};
    for (const BatchTimeEntry& entry : *entries) {
        if (auto put = times.put(entry); !put) {
            return fail(ErrorCode::bad_file, files.times + ": " + put.error().message);
        }
    }
    FinishedLoad finished;
    finished.times = std::move(times).take();
    if (files.failed_results.empty()) return finished;
    auto rows = read_failed_rows(files.failed_results, input, schema, load);
    if (!rows) return Failure{std::move(rows.error())};
    finished.lock_failures = std::move(*rows);
    return finished;
}

}  // namespace rowlock
