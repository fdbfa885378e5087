#pragma once

#include "checks/forecast/chunk_simulation.hpp"
#include "harness/calibrate/observation.hpp"
#include "harness/calibrate/run_sample.hpp"
#include "mockorg/base/result.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace rowlock {

/// What is compared between a finished load and a simulated one.
enum class Statistic : std::uint8_t {
    /// Share of the rows that failed on locks, 0 to 1.
    failed_share,
    /// Seconds from the first batch created to the last one ended.
    duration,
    /// Seconds of active processing time for each chunk.
    chunk_time,
    /// Standard deviation over mean of the active time of batches of the usual size.
    batch_variation,
    /// Mean seconds from a batch's creation to its end.
    turnaround,
};

inline constexpr std::size_t k_statistics = 5;

/// `failedShare`, `durationSeconds`, ...
std::string_view name_of(Statistic statistic);

/// For people, with what it is measured in.
std::string_view title_of(Statistic statistic);

/// What of a load is known or was simulated.
struct RunStatistics {
    std::array<std::optional<double>, k_statistics> values;
    /// Chunks that they are about.
    double chunks = 0.0;

    std::optional<double>& operator[](Statistic statistic) {
        return values[static_cast<std::size_t>(statistic)];
    }

    const std::optional<double>& operator[](Statistic statistic) const {
        return values[static_cast<std::size_t>(statistic)];
    }
};

/// Of a finished load; bad_file if its figures contradict each other or its load.
Result<RunStatistics> observed_statistics(const ObservedRun& run, const RunSample& sample);

/// Of a simulation of the sample. The duration is that of the whole load: the rest of it is added
/// at the sample's pace.
RunStatistics simulated_statistics(const RunSample& sample, const SimulationResult& result);

}  // namespace rowlock
