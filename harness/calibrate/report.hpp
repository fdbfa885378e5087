#pragma once

#include "harness/calibrate/calibration.hpp"
#include "harness/calibrate/weighted_range.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace rowlock {

/// In which 80 % and 95 % of the belief lie.
struct BeliefRange {
    ValueRange likely;
    ValueRange nearly_sure;
};

BeliefRange belief_in(const std::vector<WeightedValue>& values);

struct ParameterFinding {
    Parameter parameter{};
    Bounds considered;
    BeliefRange range;
    /// The observations narrowed it to less than half of what was considered.
    bool narrowed = false;
};

struct StatisticFinding {
    Statistic statistic{};
    double observed = 0.0;
    /// What the profiles come to that explain all runs.
    BeliefRange explained;
};

struct RunFinding {
    std::string name;
    std::uint64_t rows = 0;
    std::uint64_t batches = 0;
    std::uint64_t batches_simulated = 0;
    std::vector<StatisticFinding> statistics;
    std::vector<std::string> notes;
};

struct ProfileFinding {
    ProfileValues values{};
    /// To that of the likeliest profile, which has 1.
    double relative_likelihood = 0.0;
};

/// Two parameters of which the observations tell only a combination.
struct Confounding {
    Parameter first{};
    Parameter second{};
    /// Correlation over the belief, -1 to 1.
    double correlation = 0.0;
};

/// How another load would go.
struct PredictionFinding {
    std::string name;
    std::uint64_t rows = 0;
    std::uint64_t batches = 0;
    std::uint64_t batches_simulated = 0;
    /// Share of the rows, 0 to 1.
    BeliefRange failed_share;
    /// Seconds; nothing if the load pauses and only its first part was simulated.
    std::optional<BeliefRange> duration;
    std::vector<std::string> notes;
};

/// All that `rowlock calibrate` tells.
struct CalibrationReport {
    std::vector<RunFinding> runs;
    std::vector<ParameterFinding> parameters;
    /// Profiles unlike each other that explain the runs, the likeliest first.
    std::vector<ProfileFinding> profiles;
    std::vector<Confounding> confoundings;
    std::vector<PredictionFinding> predictions;
    /// What stands against trusting the ranges, and what would narrow them, in sentences.
    std::vector<std::string> warnings;
    std::vector<std::string> advice;
    std::uint64_t candidates = 0;
    double effective_candidates = 0.0;
    double dispersion = 1.0;
    /// Some figure is out of the reach of all profiles.
    bool unexplained = false;
    bool interrupted = false;
};

CalibrationReport report_on(const Calibration& calibration);

/// The shape of the JSON; raised when a member changes its meaning or goes away.
inline constexpr int k_calibration_version = 1;

std::string json_of(const CalibrationReport& report);

std::string text_of(const CalibrationReport& report);

}  // namespace rowlock
