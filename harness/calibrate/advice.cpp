#include "harness/calibrate/advice.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <cmath>

namespace rowlock {
namespace {

/// A figure further away from the best candidate, in standard deviations, is not explained by it.
constexpr double k_unexplained = 3.0;
constexpr double k_candidates_few = 20.0;

const Candidate& best_of(const Calibration& calibration) {
    return *std::max_element(
        calibration.candidates.begin(),
        calibration.candidates.end(),
        [](const Candidate& a, const Candidate& b) { return a.log_likelihood < b.log_likelihood; }
    );
}

bool any_run_has(const Calibration& calibration, Statistic statistic) {
    const auto& runs = calibration.runs;
    return std::any_of(runs.begin(), runs.end(), [&](const SampledRun& run) {
        return run.observed[statistic].has_value();
    });
}

/// No row of any run failed on a lock, as far as is known.
bool no_run_failed(const Calibration& calibration) {
    const auto& runs = calibration.runs;
    return std::all_of(runs.begin(), runs.end(), [](const SampledRun& run) {
        return run.observed[Statistic::failed_share].value_or(0.0) == 0.0;
    });
}

/// Chunks that wait for each other cannot all fail.
bool all_failed(const SampledRun& run) {
    return run.observed[Statistic::failed_share] == 1.0;
}

/// By how many standard deviations the likeliest candidate is off, for each statistic of a run.
std::array<std::optional<double>, k_statistics> misfits(
    const Calibration& calibration, std::size_t number
) {
    const ChanceNoise noise =
        number < calibration.noises.size() ? calibration.noises[number] : ChanceNoise{};
    auto apart =
        distances(calibration.runs[number].observed, best_of(calibration).runs[number], noise);
    for (auto& distance : apart) {
        if (distance && std::abs(*distance) < k_unexplained) distance.reset();
    }
    return apart;
}

void warn_of_misfits(
    const Calibration& calibration, std::size_t number, std::vector<std::string>& warnings
) {
    const SampledRun& run = calibration.runs[number];
    if (all_failed(run)) {
        warnings.push_back(
            run.name +
            ": every row failed on a lock, which chunks that wait for each other cannot come to: "
            "one "
            "of them always holds the lock; something else held it, or the rows failed for another "
            "reason"
        );
    }
    const auto apart = misfits(calibration, number);
    for (std::size_t i = 0; i < k_statistics; ++i) {
        if (!apart[i]) continue;
        warnings.push_back(fmt::format(
            "{}: no profile explains \"{}\": even the likeliest is off by {:.1f} standard "
            "deviations; is the load described as it was sent, and had it the org to itself?",
            run.name,
            title_of(static_cast<Statistic>(i)),
            std::abs(*apart[i])
        ));
    }
}

bool is_narrowed(const CalibrationReport& report, Parameter parameter) {
    const ParameterFinding& finding = report.parameters.at(static_cast<std::size_t>(parameter));
    return finding.narrowed || finding.considered.fixed();
}

}  // namespace

bool is_unexplained(const Calibration& calibration) {
    for (std::size_t i = 0; i < calibration.runs.size(); ++i) {
        if (all_failed(calibration.runs[i])) return true;
        const auto apart = misfits(calibration, i);
        if (std::any_of(apart.begin(), apart.end(), [](const auto& far) { return !!far; }))
            return true;
    }
    return false;
}

std::vector<std::string> warnings_about(
    const Calibration& calibration, const CalibrationReport& report
) {
    std::vector<std::string> warnings;
    for (std::size_t i = 0; i < calibration.runs.size(); ++i)
        warn_of_misfits(calibration, i, warnings);
    const bool all_fixed = calibration.space.free().empty();
    if (!all_fixed && report.effective_candidates < k_candidates_few) {
        warnings.push_back(fmt::format(
            "the ranges are rough: {} profiles were simulated, but they are worth {:.0f}; more "
            "(--candidates) make them smoother",
            report.candidates,
            report.effective_candidates
        ));
    }
    if (no_run_failed(calibration)) {
        warnings.push_back(
            "no row failed on a lock: that rules out orgs that are slow and busy at once, and "
            "tells "
            "little else about them"
        );
    }
    for (const Confounding& pair : report.confoundings) {
        warnings.push_back(fmt::format(
            "the observations cannot tell \"{}\" from \"{}\": {} of both explain them alike "
            "(correlation {:.2f}); do not take one range without the other",
            title_of(pair.first),
            title_of(pair.second),
            pair.correlation < 0 ? "more of one and less of the other" : "more, or less,",
            pair.correlation
        ));
    }
    return warnings;
}

std::vector<std::string> advice_for(
    const Calibration& calibration, const CalibrationReport& report
) {
    std::vector<std::string> advice;
    if (!is_narrowed(report, Parameter::hold_mean) &&
        !any_run_has(calibration, Statistic::chunk_time)) {
        advice.emplace_back(
            "the active processing time of jobs or batches (apiActiveProcessingTime) tells how "
            "long "
            "chunks take, whatever k is"
        );
    }
    if (!is_narrowed(report, Parameter::hold_variation) &&
        !any_run_has(calibration, Statistic::batch_variation)) {
        advice.emplace_back(
            "a batch list of small batches (200 to 500 rows), each with its active processing "
            "time, "
            "tells how much hold times vary"
        );
    }
    if (!is_narrowed(report, Parameter::workers)) {
        advice.emplace_back(
            "a load that queues many more batches at once than the org works on, with its "
            "duration, "
            "tells k"
        );
    }
    const bool failures_known = any_run_has(calibration, Statistic::failed_share);
    if (!failures_known || no_run_failed(calibration)) {
        advice.emplace_back(
            "a load in which some chunks fail on locks (its failed results) tells more than one in "
            "which none does"
        );
    }
    return advice;
}

}  // namespace rowlock
