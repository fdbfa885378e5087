#include "checks/forecast/forecast.hpp"

#include "checks/forecast/chunk_simulation.hpp"
#include "checks/forecast/failure_formula.hpp"
#include "mockorg/base/random.hpp"

#include <algorithm>
#include <array>
#include <cmath>

namespace rowlock {
namespace {

constexpr std::array<std::string_view, 3> k_method_names = {"proof", "formula", "simulation"};

/// A large load is looked at in so many places at most.
constexpr std::uint64_t k_stretches = 4;

/// Below this, no run is long enough for the steady state the formula speaks of.
constexpr std::size_t k_batches_per_worker = 4;

/// Above this the chunks are too different for one lambda.
constexpr double k_unevenness_max = 0.5;

/// What a simulation takes for a chunk, were it for one of its keys 1.
constexpr std::uint64_t k_chunk_work = 100;

/// What the runs of a cell may take in all, by chunks_max: those of a load of so many chunks with
/// 100 keys each, once.
constexpr std::uint64_t k_work_max = 200;

/// Share of the cases in which a statement about what was not seen may be wrong.
constexpr double k_doubt = 0.05;

/// Neighbouring batches of the load.
struct Stretch {
    ChunkSample sample;
    ChunkOverlap overlap;
};

std::uint64_t chunks_of(std::uint64_t rows, std::uint32_t chunk_rows) {
    return (rows + chunk_rows - 1) / chunk_rows;
}

/// How many batches from `first` on make up `chunks` chunks.
std::size_t batches_within(
    const Batching& batching, std::size_t first, std::uint64_t chunks, std::uint32_t chunk_rows
) {
    std::size_t count = 0;
    std::uint64_t sum = 0;
    while (first + count < batching.batches.size() && (count == 0 || sum < chunks)) {
        sum += chunks_of(batching.batches[first + count].rows, chunk_rows);
        ++count;
    }
    return count;
}

Stretch stretch_at(
    const RowKeys& rows,
    const Batching& batching,
    std::size_t first,
    std::size_t count,
    const ForecastSettings& settings
) {
    const ChunkCut cut{settings.chunk_rows, settings.soft_keys};
    Stretch stretch{cut_chunks(rows, batching, first, count, cut), {}};
    stretch.overlap = measure_overlap(stretch.sample);
    return stretch;
}

/// The whole load, or stretches of it, evenly spread.
std::vector<Stretch> choose_stretches(
    const RowKeys& rows, const Batching& batching, const ForecastSettings& settings
) {
    std::uint64_t chunks = 0;
    for (const PlannedBatch& batch : batching.batches) {
        chunks += chunks_of(batch.rows, settings.chunk_rows);
    }
    std::vector<Stretch> stretches;
    const std::size_t batches = batching.batches.size();
    if (chunks <= settings.chunks_max) {
        stretches.push_back(stretch_at(rows, batching, 0, batches, settings));
        return stretches;
    }
    // A stretch must keep the largest k busy, even if that takes more chunks than asked for.
    const std::uint64_t most_workers =
        *std::max_element(settings.workers.begin(), settings.workers.end());
    const std::uint64_t needed = 2 * most_workers * (chunks / batches + 1);
    const std::uint64_t places =
        std::clamp<std::uint64_t>(settings.chunks_max / needed, 1, k_stretches);
    const std::uint64_t wanted = std::max(settings.chunks_max / places, needed);
    std::size_t next_free = 0;
    for (std::uint64_t i = 0; i < places; ++i) {
        const std::size_t first = std::max(next_free, batches * i / places);
        if (first >= batches) break;
        const std::size_t count = batches_within(batching, first, wanted, settings.chunk_rows);
        stretches.push_back(stretch_at(rows, batching, first, count, settings));
        next_free = first + count;
    }
    return stretches;
}

class Forecaster {
public:
    Forecaster(
        const std::vector<Stretch>& stretches, const ForecastSettings& settings, bool whole_load
    )
        : stretches_(stretches), settings_(settings), whole_load_(whole_load) {}

    ForecastCell cell(std::uint32_t workers, std::uint32_t hold) const {
        ForecastCell cell;
        cell.workers = workers;
        cell.hold = hold;
        if (settings_.provable && whole_load_ && shared_keys() == 0.0) {
            cell.useful_parallelism = steady_state(model_of(workers, hold)).useful_parallelism;
            return cell;
        }
        if (formula_applies(workers, hold)) {
            const SteadyState state = steady_state(model_of(workers, hold));
            cell.method = ForecastMethod::formula;
            cell.failure_rate = state.failure_rate;
            cell.useful_parallelism = state.useful_parallelism;
        } else {
            simulate_into(cell);
        }
        if (cell.runs == 0) cell.lowest_run_rate = cell.highest_run_rate = cell.failure_rate;
        cell.after_one_retry = cell.failure_rate * cell.failure_rate;
        return cell;
    }

    double shared_keys() const {
        double weighted = 0.0;
        double chunks = 0.0;
        for (const Stretch& stretch : stretches_) {
            const auto weight = static_cast<double>(stretch.sample.chunks.size());
            weighted += weight * stretch.overlap.shared_keys;
            chunks += weight;
        }
        return chunks == 0.0 ? 0.0 : weighted / chunks;
    }

private:
    ContentionModel model_of(std::uint32_t workers, std::uint32_t hold) const {
        double batches = 0.0;
        double chunks = 0.0;
        for (const Stretch& stretch : stretches_) {
            batches += static_cast<double>(stretch.sample.batches.size());
            chunks += static_cast<double>(stretch.sample.chunks.size());
        }
        const double overhead =
            chunks == 0.0 ? 0.0 : settings_.batch_overhead_seconds * batches / chunks;
        // Never more at once than there are batches.
        return {
            std::min(static_cast<double>(workers), batches),
            shared_keys(),
            settings_.holds[hold].hold,
            settings_.lock_wait_seconds,
            settings_.pre_lock_seconds + overhead};
    }

    /// The formula speaks of like chunks in one parallel lane that is always full.
    bool formula_applies(std::uint32_t workers, std::uint32_t hold) const {
        const auto alike = [&](const Stretch& stretch) {
            const auto& batches = stretch.sample.batches;
            const auto plain = [&](const ChunkSample::Batch& batch) {
                return batch.plan.lane == BatchLane::parallel &&
                       batch.plan.load == batches.front().plan.load &&
                       batch.plan.phase == batches.front().plan.phase;
            };
            return batches.size() >= k_batches_per_worker * workers &&
                   stretch.overlap.unevenness <= k_unevenness_max &&
                   std::all_of(batches.begin(), batches.end(), plain);
        };
        return formula_holds(model_of(workers, hold)) &&
               std::all_of(stretches_.begin(), stretches_.end(), alike);
    }

    /// Where there is nothing to collide on, all runs are the same.
    std::uint32_t count_runs() const {
        if (shared_keys() == 0.0) return 1;
        std::uint64_t work = 1;
        for (const Stretch& stretch : stretches_) {
            work += k_chunk_work * stretch.sample.chunks.size() + stretch.sample.keys.size();
        }
        const std::uint64_t affordable = k_work_max * settings_.chunks_max / work;
        return static_cast<std::uint32_t>(
            std::clamp<std::uint64_t>(affordable, 1, settings_.runs_max)
        );
    }

    SimulationResult simulate_stretches(const SimulationSettings& run) const {
        SimulationResult sum;
        for (const Stretch& stretch : stretches_) {
            const SimulationResult result = simulate(stretch.sample, run);
            sum.rows_committed += result.rows_committed;
            sum.rows_failed += result.rows_failed;
            sum.rows_unprocessed += result.rows_unprocessed;
            sum.elapsed += result.elapsed;
            sum.useful += result.useful;
        }
        return sum;
    }

    void simulate_into(ForecastCell& cell) const {
        SimulationSettings run;
        run.workers = cell.workers;
        run.hold = settings_.holds[cell.hold].hold;
        run.lock_wait = std::isinf(settings_.lock_wait_seconds)
                            ? Duration::max()
                            : seconds(settings_.lock_wait_seconds);
        run.pre_lock = seconds(settings_.pre_lock_seconds);
        run.batch_overhead = seconds(settings_.batch_overhead_seconds);
        cell.method = ForecastMethod::simulation;
        cell.lowest_run_rate = 1.0;
        const std::uint32_t runs = count_runs();
        // The same seeds for every cell, so that cells compare.
        const Random seeds = Random{settings_.seed}.split("forecast");
        double rates = 0.0;
        double parallelism = 0.0;
        for (; cell.runs < runs; ++cell.runs) {
            run.seed = seeds.split(cell.runs).next();
            const SimulationResult result = simulate_stretches(run);
            const double rate = result.failure_rate();
            rates += rate;
            parallelism += result.useful_parallelism();
            cell.lowest_run_rate = std::min(cell.lowest_run_rate, rate);
            cell.highest_run_rate = std::max(cell.highest_run_rate, rate);
        }
        cell.failure_rate = rates / runs;
        cell.useful_parallelism = parallelism / runs;
    }

    const std::vector<Stretch>& stretches_;
    const ForecastSettings& settings_;
    /// Whether the stretches are all of it: only then does what they show hold for the load.
    bool whole_load_;
};

void fill_cells(
    Forecast& forecast, const Forecaster& forecaster, const ForecastSettings& settings
) {
    std::vector<std::uint32_t> workers = settings.workers;
    std::sort(workers.begin(), workers.end());
    for (std::uint32_t hold = 0; hold < settings.holds.size(); ++hold) {
        for (const std::uint32_t k : workers) forecast.cells.push_back(forecaster.cell(k, hold));
    }
    const auto by_rate = [](const ForecastCell& a, const ForecastCell& b) {
        return a.failure_rate < b.failure_rate;
    };
    const auto [low, high] =
        std::minmax_element(forecast.cells.begin(), forecast.cells.end(), by_rate);
    if (low == forecast.cells.end()) return;
    forecast.lowest_rate = low->failure_rate;
    forecast.highest_rate = high->failure_rate;
    forecast.lowest_run_rate = 1.0;
    for (const ForecastCell& cell : forecast.cells) {
        forecast.lowest_run_rate = std::min(forecast.lowest_run_rate, cell.lowest_run_rate);
        forecast.highest_run_rate = std::max(forecast.highest_run_rate, cell.highest_run_rate);
    }
}

}  // namespace

std::string_view name_of(ForecastMethod method) {
    return k_method_names.at(static_cast<std::size_t>(method));
}

std::uint32_t Forecast::workers_within(std::uint32_t hold, double rate) const {
    std::uint32_t best = 0;
    for (const ForecastCell& cell : cells) {
        if (cell.hold != hold) continue;
        if (cell.failure_rate > rate) break;
        best = cell.workers;
    }
    return best;
}

std::uint32_t Forecast::runs() const {
    std::uint32_t fewest = 0;
    for (const ForecastCell& cell : cells) {
        if (cell.runs > 0 && (fewest == 0 || cell.runs < fewest)) fewest = cell.runs;
    }
    return fewest;
}

std::optional<double> Forecast::unseen_chance() const {
    const bool part = batches_sampled < batches;
    if (runs() == 0 || highest_run_rate > 0.0 || shared_keys == 0.0 || part) return {};
    return 1.0 - std::pow(k_doubt, 1.0 / runs());
}

Forecast forecast_failures(
    const RowKeys& rows, const Batching& batching, const ForecastSettings& settings
) {
    Forecast forecast;
    forecast.holds = settings.holds;
    forecast.batches = batching.batches.size();
    forecast.lock_wait_seconds = settings.lock_wait_seconds;
    forecast.soft_keys = settings.soft_keys;
    forecast.provable = settings.provable;
    if (batching.batches.empty() || settings.workers.empty()) return forecast;
    const std::vector<Stretch> stretches = choose_stretches(rows, batching, settings);
    forecast.stretches = static_cast<std::uint32_t>(stretches.size());
    for (const Stretch& stretch : stretches) {
        forecast.batches_sampled += stretch.sample.batches.size();
        forecast.chunks_sampled += stretch.sample.chunks.size();
    }
    const bool whole_load = forecast.batches_sampled == forecast.batches;
    const Forecaster forecaster{stretches, settings, whole_load};
    forecast.shared_keys = forecaster.shared_keys();
    fill_cells(forecast, forecaster, settings);
    return forecast;
}

}  // namespace rowlock
