#include "harness/calibrate/prediction.hpp"

#include "harness/schedule/run_pool.hpp"

#include <functional>

namespace rowlock {
namespace {

/// Enough for the ends of a 95 % range.
constexpr std::size_t k_runs = 200;

/// Candidates at even distances along their weights.
std::vector<const Candidate*> draw_candidates(const Calibration& calibration) {
    std::vector<const Candidate*> drawn;
    double passed = 0.0;
    for (const Candidate& candidate : calibration.candidates) {
        passed += candidate.weight;
        while (drawn.size() < k_runs &&
               (static_cast<double>(drawn.size()) + 0.5) / static_cast<double>(k_runs) < passed) {
            drawn.push_back(&candidate);
        }
    }
    return drawn;
}

}  // namespace

PredictionFinding predict(
    const Calibration& calibration,
    const std::string& name,
    const RunSample& sample,
    const CalibrationOptions& options
) {
    const std::vector<const Candidate*> drawn = draw_candidates(calibration);
    const Random seeds = Random{options.seed}.split("predict");
    std::vector<RunStatistics> shown(drawn.size());
    std::vector<std::function<Result<void>()>> tasks;
    for (std::size_t i = 0; i < drawn.size(); ++i) {
        tasks.emplace_back([&, i]() -> Result<void> {
            if (options.stopped && options.stopped()) return {};
            const auto settings = settings_of(drawn[i]->values, seeds.split(i).next());
            shown[i] = simulated_statistics(sample, simulate(sample.sample, settings));
            return {};
        });
    }
    const auto outcome = run_all_tasks(tasks, options.threads, [&](std::uint64_t done) {
        if (options.on_progress) options.on_progress(done, tasks.size());
    });
    // No task can fail.
    static_cast<void>(outcome);
    PredictionFinding finding;
    finding.name = name;
    finding.rows = sample.rows;
    finding.batches = sample.batches;
    finding.batches_simulated = sample.sample.batches.size();
    finding.notes = sample.notes;
    std::vector<WeightedValue> shares;
    std::vector<WeightedValue> durations;
    const double weight = 1.0 / static_cast<double>(drawn.size());
    for (const RunStatistics& run : shown) {
        shares.push_back({run[Statistic::failed_share].value_or(0.0), weight});
        durations.push_back({run[Statistic::duration].value_or(0.0), weight});
    }
    finding.failed_share = belief_in(shares);
    if (!sample.paused) finding.duration = belief_in(durations);
    return finding;
}

}  // namespace rowlock
