#include "harness/calibrate/calibration.hpp"

#include "harness/calibrate/kernel_mixture.hpp"
#include "harness/schedule/run_pool.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <cmath>
#include <numeric>

namespace rowlock {
namespace {

/// Of the candidates, this part is spread evenly over the space; the rest in so many rounds.
constexpr double k_even_part = 0.3;
constexpr std::uint32_t k_rounds = 6;
/// Then more candidates would change little.
constexpr double k_enough = 150.0;
/// A round looks around at least so many candidates, however much one of them stands out.
constexpr double k_centres_min = 25.0;
/// Nobody draws around candidates that weigh less.
constexpr double k_weight_min = 1e-6;
/// Chance is measured on so many of the best profiles, each simulated so often.
constexpr std::size_t k_noise_profiles = 3;
constexpr std::size_t k_noise_runs = 8;

class Search {
public:
    Search(std::vector<SampledRun> runs, const CalibrationOptions& options)
        : options_(options), seeds_(Random{options.seed}.split("calibrate")) {
        result_.runs = std::move(runs);
        result_.space = options.space;
    }

    Calibration run() {
        const std::uint32_t even = part(k_even_part);
        total_ = options_.candidates + 2 * k_noise_profiles * k_noise_runs;
        spread_evenly(even);
        measure_chance();
        const std::uint32_t each =
            std::max<std::uint32_t>((options_.candidates - even) / k_rounds, 1);
        for (std::uint32_t round = 0; round < k_rounds && !stopped(); ++round) {
            if (result_.space.free().empty() || result_.effective_candidates >= k_enough) break;
            look_closer(each, round);
            // What passed for the best from afar may not have been.
            if (round == 1) measure_chance();
        }
        result_.interrupted = stopped();
        return std::move(result_);
    }

private:
    std::uint32_t part(double share) const {
        if (result_.space.free().empty()) return 1;
        return static_cast<std::uint32_t>(share * options_.candidates);
    }

    bool stopped() const { return options_.stopped && options_.stopped(); }

    void spread_evenly(std::uint32_t count) {
        const Random shift = seeds_.split("even");
        std::vector<CubePoint> points;
        for (std::uint32_t i = 0; i < count; ++i)
            points.push_back(even_point(result_.space.free().size(), i, shift));
        simulate_points(std::move(points));
        weigh();
    }

    void look_closer(std::uint32_t count, std::uint32_t round) {
        const std::vector<double> softened = softened_weights();
        std::vector<CubePoint> centres;
        std::vector<double> weights;
        double kept = 0.0;
        for (std::size_t i = 0; i < softened.size(); ++i) {
            if (softened[i] < k_weight_min) continue;
            centres.push_back(result_.candidates[i].point);
            weights.push_back(softened[i]);
            kept += softened[i];
        }
        for (double& weight : weights) weight /= kept;
        KernelMixture mixture{std::move(centres), std::move(weights)};
        Random random = seeds_.split("round").split(round);
        std::vector<CubePoint> points;
        for (std::uint32_t i = 0; i < count; ++i) points.push_back(mixture.draw(random));
        proposals_.push_back({std::move(mixture), count});
        simulate_points(std::move(points));
        weigh();
    }

    /// The weights, or their powers below 1 if otherwise too few candidates would count.
    std::vector<double> softened_weights() const {
        std::vector<double> logs;
        for (const Candidate& candidate : result_.candidates)
            logs.push_back(std::log(std::max(candidate.weight, 1e-300)));
        const double wanted =
            std::min(k_centres_min, 0.5 * static_cast<double>(result_.candidates.size()));
        double power = 1.0;
        std::vector<double> weights = normalised(logs, power);
        while (effective_size(weights) < wanted && power > 1e-3) {
            power *= 0.8;
            weights = normalised(logs, power);
        }
        return weights;
    }

    void simulate_points(std::vector<CubePoint> points) {
        const std::size_t first = result_.candidates.size();
        std::vector<std::function<Result<void>()>> tasks;
        for (CubePoint& point : points) {
            Candidate candidate;
            candidate.values = result_.space.values_at(point);
            candidate.point = std::move(point);
            result_.candidates.push_back(std::move(candidate));
        }
        for (std::size_t i = first; i < result_.candidates.size(); ++i) {
            tasks.emplace_back([this, i]() -> Result<void> {
                Candidate& candidate = result_.candidates[i];
                candidate.runs = simulate_runs(candidate.values, seeds_.split(i));
                return {};
            });
        }
        perform(tasks);
        // What was not simulated because somebody stopped it, does not count.
        const auto empty = [](const Candidate& candidate) { return candidate.runs.empty(); };
        std::erase_if(result_.candidates, empty);
    }

    /// How all runs go under a profile; nothing if it was stopped.
    std::vector<RunStatistics> simulate_runs(const ProfileValues& values, Random random) const {
        std::vector<RunStatistics> runs;
        if (stopped()) return runs;
        for (const SampledRun& run : result_.runs) {
            const SimulationSettings settings = settings_of(values, random.next());
            runs.push_back(simulated_statistics(run.sample, simulate(run.sample.sample, settings)));
        }
        return runs;
    }

    /// Nothing that a task does can fail.
    void perform(const std::vector<std::function<Result<void>()>>& tasks) {
        const std::uint64_t before = done_;
        const auto outcome = run_all_tasks(tasks, options_.threads, [&](std::uint64_t done) {
            if (options_.on_progress) options_.on_progress(before + done, total_);
        });
        done_ = before + tasks.size();
        static_cast<void>(outcome);
    }

    /// Simulates the best candidates again and again, and weighs all with what that shows.
    void measure_chance() {
        const std::vector<std::size_t> best = best_candidates(k_noise_profiles);
        // By run, then by profile.
        std::vector<std::vector<std::vector<RunStatistics>>> shown(result_.runs.size());
        std::vector<std::vector<RunStatistics>> repeats(best.size() * k_noise_runs);
        std::vector<std::function<Result<void>()>> tasks;
        for (std::size_t i = 0; i < repeats.size(); ++i) {
            tasks.emplace_back([this, i, &best, &repeats]() -> Result<void> {
                const Candidate& candidate = result_.candidates[best[i / k_noise_runs]];
                repeats[i] = simulate_runs(candidate.values, seeds_.split("chance").split(i));
                return {};
            });
        }
        perform(tasks);
        if (stopped()) return;
        noises_.clear();
        for (std::size_t run = 0; run < result_.runs.size(); ++run) {
            std::vector<std::vector<RunStatistics>> by_profile(best.size());
            for (std::size_t i = 0; i < repeats.size(); ++i)
                by_profile[i / k_noise_runs].push_back(repeats[i][run]);
            noises_.push_back(measure_noise(by_profile));
        }
        weigh();
    }

    std::vector<std::size_t> best_candidates(std::size_t count) const {
        std::vector<std::size_t> order(result_.candidates.size());
        std::iota(order.begin(), order.end(), std::size_t{0});
        std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
            return result_.candidates[a].log_likelihood > result_.candidates[b].log_likelihood;
        });
        order.resize(std::min(order.size(), count));
        return order;
    }

    double likelihood_of(const Candidate& candidate) const {
        double sum = 0.0;
        for (std::size_t i = 0; i < result_.runs.size(); ++i) {
            const ChanceNoise noise = noises_.empty() ? ChanceNoise{} : noises_[i];
            sum += log_likelihood(result_.runs[i].observed, candidate.runs[i], noise);
        }
        return sum;
    }

    /// Of all laws that candidates were drawn from, by how many were.
    double proposal_density(const CubePoint& point) const {
        auto count = static_cast<double>(part(k_even_part));
        double sum = count;
        for (const Proposal& proposal : proposals_) {
            sum += proposal.count * proposal.mixture.density(point);
            count += proposal.count;
        }
        return sum / count;
    }

    void weigh() {
        if (result_.candidates.empty()) return;
        std::vector<double> logs;
        for (Candidate& candidate : result_.candidates) {
            candidate.log_likelihood = likelihood_of(candidate);
            logs.push_back(candidate.log_likelihood - std::log(proposal_density(candidate.point)));
        }
        const std::vector<double> weights = normalised(logs, 1.0);
        for (std::size_t i = 0; i < weights.size(); ++i) result_.candidates[i].weight = weights[i];
        result_.effective_candidates = effective_size(weights);
        result_.noises = noises_;
    }

    struct Proposal {
        KernelMixture mixture;
        std::uint32_t count = 0;
    };

    const CalibrationOptions& options_;
    Random seeds_;
    Calibration result_;
    std::vector<ChanceNoise> noises_;
    std::vector<Proposal> proposals_;
    std::uint64_t done_ = 0;
    std::uint64_t total_ = 0;
};

/// A load that was stopped is one of fewer rows.
void cut_to(ObservedRun& run, std::uint64_t rows) {
    if (auto* shape = std::get_if<LoadShape>(&run.load)) {
        if (shape->rows > rows) shape->rows = rows;
        return;
    }
    auto& scheduled = std::get<ScheduledLoad>(run.load);
    LoadStep& step = scheduled.load.strategies[scheduled.strategy].load;
    if (step.order.plan.text.empty() && rows < step.rows.value_or(k_max_source_rows))
        step.rows = static_cast<RowNumber>(rows);
}

}  // namespace

Result<SampledRun> prepare_run(ObservedRun run, const SampleOptions& options) {
    SampledRun prepared;
    prepared.name = run.name;
    prepared.notes = run.notes;
    if (run.figures.rows_processed && *run.figures.rows_processed > 0)
        cut_to(run, *run.figures.rows_processed);
    auto sample = sample_run(run, options);
    if (!sample) return Failure{std::move(sample.error())};
    prepared.sample = std::move(*sample);
    auto observed = observed_statistics(run, prepared.sample);
    if (!observed) return Failure{std::move(observed.error())};
    prepared.observed = *observed;
    prepared.notes.insert(
        prepared.notes.end(), prepared.sample.notes.begin(), prepared.sample.notes.end()
    );
    return prepared;
}

Result<Calibration> calibrate(std::vector<SampledRun> runs, const CalibrationOptions& options) {
    for (const SampledRun& run : runs) {
        const auto& values = run.observed.values;
        if (std::any_of(values.begin(), values.end(), [](const auto& value) { return !!value; }))
            continue;
        return fail(
            ErrorCode::bad_configuration,
            fmt::format(
                "{}: nothing was observed that a profile could explain; say how many rows failed "
                "on "
                "locks, or how long it took",
                run.name
            )
        );
    }
    return Search{std::move(runs), options}.run();
}

}  // namespace rowlock
