#include "harness/schedule/stretch.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

namespace rowlock {
namespace {

/// One transaction of a bulk job. [facts: chunk]
constexpr RowNumber k_transaction_rows = 200;
/// An org takes 15,000 batches a day.
constexpr RowNumber k_batches_max = 1000;
/// From so many times the duration on, the batches of the load file are too large to be spread.
constexpr std::int64_t k_cut_from = 2;
/// A fiftieth more or less is the expected time.
constexpr std::int64_t k_closeness = 50;
constexpr unsigned k_tries_max = 5;

bool is_close(Duration duration, Duration wanted) {
    return std::chrono::abs(duration - wanted) * k_closeness <= wanted;
}

RowNumber rounded_up(std::uint64_t rows, std::uint64_t parts) {
    return static_cast<RowNumber>((rows + parts - 1) / std::max<std::uint64_t>(parts, 1));
}

/// What a plan says of batches, goes.
RowNumber small_batch(const LoadStep& step, std::uint64_t rows) {
    if (!step.order.plan.text.empty()) return step.batch_rows;
    return std::min(step.batch_rows, std::max(k_transaction_rows, rounded_up(rows, k_batches_max)));
}

/// Looks for the distance of batches at which a load takes the time wanted.
class Stretching {
public:
    Stretching(
        const SharedOrg& org,
        std::span<const ScheduledLoad> loads,
        std::size_t number,
        std::optional<RowNumber> rows
    )
        : org_(org), loads_(loads.begin(), loads.end()), number_(number), rows_(rows) {}

    Result<SoloRun> run() const { return run_alone(org_, loads_, number_, rows_); }

    /// Nothing if no distance of such batches does it.
    Result<std::optional<SoloRun>> reach(
        const ScheduledLoad& load, RowNumber batch_rows, std::uint64_t rows, Duration wanted
    ) {
        const std::uint32_t partitions = std::max(load.step().partitions, 1U);
        const RowNumber batches = rounded_up(rounded_up(rows, partitions), batch_rows);
        double distance = to_seconds(wanted) / std::max<double>(batches, 1.0);
        double slope = std::max<double>(batches, 2.0) - 1.0;
        double distance_before = 0.0;
        double lasted_before = 0.0;
        for (unsigned tried = 0; tried < k_tries_max; ++tried) {
            loads_[number_] = spread_out(load, batch_rows, seconds(distance));
            auto went = run();
            if (!went) return Failure{std::move(went.error())};
            if (!went->run.error.empty()) return std::nullopt;
            if (is_close(went->run.duration, wanted)) return std::move(*went);
            const double lasts = to_seconds(went->run.duration);
            const double grown = (lasts - lasted_before) / (distance - distance_before);
            // How many distances there are, a plan knows and its rows do not say.
            if (tried > 0 && std::isfinite(grown) && grown > 0.0) slope = grown;
            distance_before =
                std::exchange(distance, distance + (to_seconds(wanted) - lasts) / slope);
            distance = std::clamp(distance, 0.0, to_seconds(wanted));
            lasted_before = lasts;
        }
        return std::nullopt;
    }

    const ScheduledLoad& load() const { return loads_[number_]; }

private:
    const SharedOrg& org_;
    std::vector<ScheduledLoad> loads_;
    std::size_t number_;
    std::optional<RowNumber> rows_;
};

}  // namespace

ScheduledLoad spread_out(ScheduledLoad load, RowNumber batch_rows, Duration distance) {
    LoadStep& step = load.load.strategies[load.strategy].load;
    step.batch_rows = batch_rows;
    step.interval.mean = std::max(step.interval.mean, distance);
    return load;
}

Result<PacedLoad> pace_load(
    const SharedOrg& org,
    std::span<const ScheduledLoad> loads,
    std::size_t number,
    std::optional<RowNumber> rows
) {
    const ScheduledLoad& load = loads[number];
    Stretching stretching{org, loads, number, rows};
    auto natural = stretching.run();
    if (!natural) return Failure{std::move(natural.error())};
    const LoadRun unstretched = natural->run;
    PacedLoad paced{load, std::move(*natural), unstretched, false};
    if (!load.expected || !unstretched.error.empty()) return paced;
    const Duration wanted = load.expected->longest;
    if (unstretched.duration >= wanted || is_close(unstretched.duration, wanted)) return paced;
    std::vector<RowNumber> sizes{small_batch(load.step(), unstretched.rows)};
    if (sizes.front() != load.step().batch_rows) sizes.push_back(load.step().batch_rows);
    if (wanted < unstretched.duration * k_cut_from) std::reverse(sizes.begin(), sizes.end());
    for (const RowNumber batch_rows : sizes) {
        auto reached = stretching.reach(load, batch_rows, unstretched.rows, wanted);
        if (!reached) return Failure{std::move(reached.error())};
        if (!*reached) continue;
        paced.load = stretching.load();
        paced.solo = std::move(**reached);
        paced.stretched = true;
        return paced;
    }
    return paced;
}

}  // namespace rowlock
