#pragma once

#include "harness/calibrate/statistics.hpp"

#include <array>
#include <span>
#include <vector>

namespace rowlock {

/// How far equal profiles come apart by chance alone.
struct ChanceNoise {
    /// How many times larger the variance of the number of failed chunks is than if each failed by
    /// a throw of dice: they fail in clusters. At least 1.
    double dispersion = 2.0;
    /// Of the other statistics, the standard deviation of their logarithm, in a run of as many
    /// chunks as were simulated.
    std::array<double, k_statistics> deviation = {0.0, 0.1, 0.1, 0.2, 0.1};
};

/// From the runs of some profiles, each several times with other seeds, the largest noise that one
/// of the profiles shows.
ChanceNoise measure_noise(std::span<const std::vector<RunStatistics>> runs_by_profile);

/// The logarithm of the likelihood, up to a constant, that a load shows what was observed under the
/// profile that was simulated. Statistics that either does not have do not count. Failed chunks
/// follow a beta-binomial law whose counts are divided by the dispersion, and which knows that the
/// simulated share is itself a sample; the logarithms of times are normal. No simulation is taken
/// for closer to an org than 5 % (10 % in the variation).
double log_likelihood(
    const RunStatistics& observed, const RunStatistics& simulated, const ChanceNoise& noise
);

/// By how many standard deviations the two differ, for each statistic that both have.
std::array<std::optional<double>, k_statistics> distances(
    const RunStatistics& observed, const RunStatistics& simulated, const ChanceNoise& noise
);

}  // namespace rowlock
