#include "harness/calibrate/report.hpp"

#include "harness/calibrate/advice.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

namespace rowlock {
namespace {

constexpr double k_likely = 0.80;
constexpr double k_nearly_sure = 0.95;
constexpr double k_narrowed = 0.5;
constexpr std::size_t k_profiles_max = 5;
/// Profiles less likely than this are no explanation.
constexpr double k_likelihood_min = 0.05;
/// Profiles closer than this in every coordinate of the cube are alike.
constexpr double k_alike = 0.12;
constexpr double k_correlation_min = 0.5;
/// Fewer show correlations by chance.
constexpr double k_candidates_for_correlation = 30.0;

double value_of(const Candidate& candidate, Parameter parameter) {
    return candidate.values[static_cast<std::size_t>(parameter)];
}

/// Leaves room for what was not tried: one more candidate, beside as many as these are worth, might
/// lie at either end of what is considered.
std::vector<WeightedValue> with_ends(
    std::vector<WeightedValue> values, double effective_candidates, Bounds considered
) {
    const double untried = 1.0 / (effective_candidates + 1.0);
    for (WeightedValue& value : values) value.weight *= 1.0 - untried;
    values.push_back({considered.low, 0.5 * untried});
    values.push_back({considered.high, 0.5 * untried});
    return values;
}

std::vector<WeightedValue> values_of(const Calibration& calibration, Parameter parameter) {
    std::vector<WeightedValue> values;
    for (const Candidate& candidate : calibration.candidates)
        values.push_back({value_of(candidate, parameter), candidate.weight});
    return values;
}

/// How much of the cube's side 95 % of the belief take.
double width_of(const Calibration& calibration, std::size_t dimension) {
    std::vector<WeightedValue> values;
    for (const Candidate& candidate : calibration.candidates)
        values.push_back({candidate.point[dimension], candidate.weight});
    const ValueRange range = range_of(
        with_ends(std::move(values), calibration.effective_candidates, {0.0, 1.0}), k_nearly_sure
    );
    return range.high - range.low;
}

std::vector<ParameterFinding> findings_about_parameters(const Calibration& calibration) {
    std::vector<ParameterFinding> findings;
    const auto& free = calibration.space.free();
    for (std::size_t i = 0; i < k_parameters; ++i) {
        ParameterFinding finding;
        finding.parameter = static_cast<Parameter>(i);
        finding.considered = calibration.space.bounds(finding.parameter);
        finding.range = belief_in(with_ends(
            values_of(calibration, finding.parameter),
            calibration.effective_candidates,
            finding.considered
        ));
        const auto side = std::find(free.begin(), free.end(), finding.parameter);
        if (side != free.end()) {
            const auto dimension = static_cast<std::size_t>(side - free.begin());
            finding.narrowed = width_of(calibration, dimension) < k_narrowed * k_nearly_sure;
        }
        findings.push_back(finding);
    }
    return findings;
}

RunFinding finding_about(const Calibration& calibration, std::size_t number) {
    const SampledRun& run = calibration.runs[number];
    RunFinding finding;
    finding.name = run.name;
    finding.rows = run.sample.rows;
    finding.batches = run.sample.batches;
    finding.batches_simulated = run.sample.sample.batches.size();
    finding.notes = run.notes;
    for (std::size_t i = 0; i < k_statistics; ++i) {
        if (!run.observed.values[i]) continue;
        std::vector<WeightedValue> values;
        for (const Candidate& candidate : calibration.candidates) {
            const auto& shown = candidate.runs[number].values[i];
            if (shown) values.push_back({*shown, candidate.weight});
        }
        if (values.empty()) continue;
        finding.statistics.push_back(
            {static_cast<Statistic>(i), *run.observed.values[i], belief_in(values)}
        );
    }
    return finding;
}

bool alike(const Candidate& a, const Candidate& b) {
    for (std::size_t d = 0; d < a.point.size(); ++d) {
        if (std::abs(a.point[d] - b.point[d]) > k_alike) return false;
    }
    return true;
}

/// The likeliest ones, each unlike those before it.
std::vector<ProfileFinding> likeliest_profiles(const Calibration& calibration) {
    std::vector<const Candidate*> order;
    for (const Candidate& candidate : calibration.candidates) order.push_back(&candidate);
    std::stable_sort(order.begin(), order.end(), [](const Candidate* a, const Candidate* b) {
        return a->log_likelihood > b->log_likelihood;
    });
    std::vector<const Candidate*> chosen;
    std::vector<ProfileFinding> findings;
    for (const Candidate* candidate : order) {
        const double relative = std::exp(candidate->log_likelihood - order.front()->log_likelihood);
        if (relative < k_likelihood_min || chosen.size() == k_profiles_max) break;
        const bool known = std::any_of(chosen.begin(), chosen.end(), [&](const Candidate* other) {
            return alike(*candidate, *other);
        });
        if (known) continue;
        chosen.push_back(candidate);
        findings.push_back({candidate->values, relative});
    }
    return findings;
}

double correlation(const Calibration& calibration, std::size_t a, std::size_t b) {
    double mean_a = 0.0;
    double mean_b = 0.0;
    for (const Candidate& candidate : calibration.candidates) {
        mean_a += candidate.weight * candidate.point[a];
        mean_b += candidate.weight * candidate.point[b];
    }
    double both = 0.0;
    double square_a = 0.0;
    double square_b = 0.0;
    for (const Candidate& candidate : calibration.candidates) {
        const double from_a = candidate.point[a] - mean_a;
        const double from_b = candidate.point[b] - mean_b;
        both += candidate.weight * from_a * from_b;
        square_a += candidate.weight * from_a * from_a;
        square_b += candidate.weight * from_b * from_b;
    }
    const double scale = std::sqrt(square_a * square_b);
    return scale == 0.0 ? 0.0 : both / scale;
}

std::vector<Confounding> find_confoundings(const Calibration& calibration) {
    std::vector<Confounding> found;
    if (calibration.effective_candidates < k_candidates_for_correlation) return found;
    const auto& free = calibration.space.free();
    for (std::size_t a = 0; a < free.size(); ++a) {
        for (std::size_t b = a + 1; b < free.size(); ++b) {
            const double value = correlation(calibration, a, b);
            if (std::abs(value) >= k_correlation_min) found.push_back({free[a], free[b], value});
        }
    }
    return found;
}

}  // namespace

BeliefRange belief_in(const std::vector<WeightedValue>& values) {
    return {range_of(values, k_likely), range_of(values, k_nearly_sure)};
}

CalibrationReport report_on(const Calibration& calibration) {
    CalibrationReport report;
    report.candidates = calibration.candidates.size();
    report.effective_candidates = calibration.effective_candidates;
    report.interrupted = calibration.interrupted;
    for (const ChanceNoise& noise : calibration.noises)
        report.dispersion = std::max(report.dispersion, noise.dispersion);
    if (calibration.candidates.empty()) return report;
    report.parameters = findings_about_parameters(calibration);
    for (std::size_t i = 0; i < calibration.runs.size(); ++i)
        report.runs.push_back(finding_about(calibration, i));
    report.profiles = likeliest_profiles(calibration);
    report.confoundings = find_confoundings(calibration);
    report.unexplained = is_unexplained(calibration);
    report.warnings = warnings_about(calibration, report);
    report.advice = advice_for(calibration, report);
    return report;
}

}  // namespace rowlock
