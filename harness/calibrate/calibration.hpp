#pragma once

#include "harness/calibrate/likelihood.hpp"
#include "harness/calibrate/observation.hpp"
#include "harness/calibrate/profile_space.hpp"
#include "harness/calibrate/run_sample.hpp"
#include "mockorg/base/result.hpp"

#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <vector>

namespace rowlock {

/// A finished load that was read, and its sample.
struct SampledRun {
    std::string name;
    RunStatistics observed;
    RunSample sample;
    std::vector<std::string> notes;
};

/// Samples and checks a finished load; a load that was stopped is cut to what was processed.
Result<SampledRun> prepare_run(ObservedRun run, const SampleOptions& options);

struct CalibrationOptions {
    ProfileSpace space;
    std::uint64_t seed = 1;
    /// Simulated profiles at most, at least 100.
    std::uint32_t candidates = 1'200;
    /// At least 1; changes no result.
    unsigned threads = 1;
    /// Hears how many of how many simulations are done.
    std::function<void(std::uint64_t, std::uint64_t)> on_progress;
    /// Asked between simulations, on any thread.
    std::function<bool()> stopped;
};

/// A profile that was simulated.
struct Candidate {
    ProfileValues values{};
    std::vector<double> point;
    /// How each of the runs went under it, in their order.
    std::vector<RunStatistics> runs;
    double log_likelihood = 0.0;
    /// Share of the belief, all candidates together 1.
    double weight = 0.0;
};

/// What finished loads say about the org's profile: candidates by their weight, and never one
/// number.
struct Calibration {
    std::vector<SampledRun> runs;
    ProfileSpace space;
    std::vector<Candidate> candidates;
    /// How far chance alone takes each run, by run.
    std::vector<ChanceNoise> noises;
    /// How many equally weighted candidates these are worth.
    double effective_candidates = 0.0;
    bool interrupted = false;
};

/// Weighs profiles by the likelihood of what was observed: first evenly over the space, then in
/// rounds around those that explain it. The same runs and options give the same result, whatever
/// the threads. bad_configuration if no statistic was observed.
Result<Calibration> calibrate(std::vector<SampledRun> runs, const CalibrationOptions& options);

}  // namespace rowlock
