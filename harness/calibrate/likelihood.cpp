#include "harness/calibrate/likelihood.hpp"

#include <algorithm>
#include <cmath>

namespace rowlock {
namespace {

/// What a simulation is off by at best, beside chance: an org is not the same all day, and its
/// chunks are not all of one law.
constexpr std::array<double, k_statistics> k_model_error = {0.05, 0.05, 0.05, 0.10, 0.05};

/// Weight of not knowing anything of the share of failed chunks: half a chunk each way.
constexpr double k_prior_chunks = 0.5;

constexpr double k_dispersion_max = 100.0;

double log_beta(double a, double b) {
    return std::lgamma(a) + std::lgamma(b) - std::lgamma(a + b);
}

/// Chunks that are worth as much as so many that fail by dice: fewer where they fail in clusters,
/// and never so many that the model's own error would not show.
double effective_chunks(double chunks, double share, const ChanceNoise& noise) {
    const double error = k_model_error[0];
    const double seen = std::max(share, 1.0 / (chunks + 1.0));
    const double most = (1.0 - seen) / (seen * error * error) + 1.0;
    return std::min(chunks / noise.dispersion, most);
}

double failed_share_likelihood(
    const RunStatistics& observed, const RunStatistics& simulated, const ChanceNoise& noise
) {
    const double share = *observed[Statistic::failed_share];
    const double simulated_share = *simulated[Statistic::failed_share];
    const double chunks = effective_chunks(observed.chunks, share, noise);
    const double shown = effective_chunks(simulated.chunks, simulated_share, noise);
    const double failing = simulated_share * shown + k_prior_chunks;
    const double passing = (1.0 - simulated_share) * shown + k_prior_chunks;
    return log_beta(share * chunks + failing, (1.0 - share) * chunks + passing) -
           log_beta(failing, passing);
}

/// Of the difference of two logarithms.
double deviation_of(
    std::size_t statistic,
    const RunStatistics& observed,
    const RunStatistics& simulated,
    const ChanceNoise& noise
) {
    const double sampled = noise.deviation[statistic];
    // The finished load's own chance is smaller, the longer it was.
    const double both = sampled * sampled * (1.0 + simulated.chunks / observed.chunks);
    return std::sqrt(both + k_model_error[statistic] * k_model_error[statistic]);
}

struct Moments {
    double mean = 0.0;
    double variance = 0.0;
};

template <class ValueOf>
std::optional<Moments> moments(const std::vector<RunStatistics>& runs, ValueOf value_of) {
    if (runs.size() < 2) return std::nullopt;
    const auto count = static_cast<double>(runs.size());
    Moments moments;
    for (const RunStatistics& run : runs) {
        const std::optional<double> value = value_of(run);
        if (!value) return std::nullopt;
        moments.mean += *value / count;
    }
    for (const RunStatistics& run : runs) {
        const double difference = *value_of(run) - moments.mean;
        moments.variance += difference * difference / (count - 1.0);
    }
    return moments;
}

}  // namespace

ChanceNoise measure_noise(std::span<const std::vector<RunStatistics>> runs_by_profile) {
    ChanceNoise noise;
    noise.dispersion = 1.0;
    noise.deviation.fill(0.0);
    for (const std::vector<RunStatistics>& runs : runs_by_profile) {
        const auto failed =
            moments(runs, [](const RunStatistics& run) { return run[Statistic::failed_share]; });
        if (failed && failed->mean > 0.0 && failed->mean < 1.0) {
            const double by_dice = failed->mean * (1.0 - failed->mean) / runs.front().chunks;
            noise.dispersion = std::max(noise.dispersion, failed->variance / by_dice);
        }
        for (std::size_t i = 1; i < k_statistics; ++i) {
            const auto found =
                moments(runs, [i](const RunStatistics& run) -> std::optional<double> {
                    if (!run.values[i]) return std::nullopt;
                    return std::log(*run.values[i]);
                });
            if (found)
                noise.deviation[i] = std::max(noise.deviation[i], std::sqrt(found->variance));
        }
    }
    noise.dispersion = std::min(noise.dispersion, k_dispersion_max);
    return noise;
}

double log_likelihood(
    const RunStatistics& observed, const RunStatistics& simulated, const ChanceNoise& noise
) {
    double sum = 0.0;
    if (observed[Statistic::failed_share])
        sum += failed_share_likelihood(observed, simulated, noise);
    const auto apart = distances(observed, simulated, noise);
    for (std::size_t i = 1; i < k_statistics; ++i) {
        if (!apart[i]) continue;
        const double deviation = deviation_of(i, observed, simulated, noise);
        sum -= 0.5 * *apart[i] * *apart[i] + std::log(deviation);
    }
    return sum;
}

std::array<std::optional<double>, k_statistics> distances(
    const RunStatistics& observed, const RunStatistics& simulated, const ChanceNoise& noise
) {
    std::array<std::optional<double>, k_statistics> apart;
    if (observed[Statistic::failed_share]) {
        const double seen = *observed[Statistic::failed_share];
        const double shown = *simulated[Statistic::failed_share];
        const double mean = 0.5 * (seen + shown);
        const double chunks = effective_chunks(observed.chunks, seen, noise);
        const double sampled = effective_chunks(simulated.chunks, shown, noise);
        // Even without a failure the share is known no better than to about a chunk.
        const double spread = std::max(mean * (1.0 - mean), 1.0 / (chunks + sampled));
        apart[0] = (seen - shown) / std::sqrt(spread * (1.0 / chunks + 1.0 / sampled));
    }
    for (std::size_t i = 1; i < k_statistics; ++i) {
        if (!observed.values[i] || !simulated.values[i]) continue;
        const double difference = std::log(*observed.values[i] / *simulated.values[i]);
        apart[i] = difference / deviation_of(i, observed, simulated, noise);
    }
    return apart;
}

}  // namespace rowlock
