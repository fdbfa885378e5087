#pragma once

#include "checks/forecast/hold_time.hpp"
#include "checks/model/batching.hpp"
#include "checks/model/row_keys.hpp"

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace rowlock {

/// How a figure came about. proof: all keys are known and no two batches
/// share one; formula: steady_state() inside its
/// validity region; simulation: everything else.
enum class ForecastMethod : std::uint8_t { proof, formula, simulation };

/// `proof`, `formula`, `simulation`.
std::string_view name_of(ForecastMethod method);

struct ForecastSettings {
    /// Batches in flight, each at least 1; the platform publishes no number.
    std::vector<std::uint32_t> workers{3, 5, 10, 15};
    std::vector<HoldCase> holds = usual_hold_cases();
    /// Infinite: nobody ever gives up.
    double lock_wait_seconds = 10.0;
    double pre_lock_seconds = 0.3;
    double batch_overhead_seconds = 1.0;
    std::uint32_t chunk_rows = 200;
    /// Whether keys that may be locked count as locked.
    bool soft_keys = false;
    /// The checker calls the batching safe: rows lock the keys given and no others, and no two
    /// batches that may run together share one. If that is not so, a load without failures proves
    /// nothing.
    bool provable = true;
    /// At most about this many chunks are simulated per cell and run; 1,000 chunks of 200 rows take
    /// a few hundredths of a second.
    std::uint32_t chunks_max = 3'000;
    /// A small load is simulated over and over with other hold times, for what a single run shows
    /// of it is chance: at most this often, and no longer in all than about two runs of
    /// `chunks_max` chunks take. At least 1.
    std::uint32_t runs_max = 300;
    std::uint64_t seed = 1;
};

/// One assumption about k and hold time, and what it comes to.
struct ForecastCell {
    std::uint32_t workers = 0;
    /// Index into Forecast::holds.
    std::uint32_t hold = 0;
    ForecastMethod method = ForecastMethod::proof;
    /// Expected share of rows that fail on locks, 0 to 1: of simulations the mean over the runs.
    double failure_rate = 0.0;
    /// Committing chunks at once, on average (DoP_useful).
    double useful_parallelism = 0.0;
    /// Share still failed after the failed rows were sent once more, alone and under the same
    /// conditions. An estimate: failure_rate squared.
    double after_one_retry = 0.0;
    /// Simulated runs, and the shares that failed in the best and the worst of them. Without runs,
    /// both are failure_rate.
    std::uint32_t runs = 0;
    double lowest_run_rate = 0.0;
    double highest_run_rate = 0.0;
};

/// Expected lock failures over all combinations of k and hold time. Never one number: neither is
/// published. [design, section 9]
struct Forecast {
    std::vector<HoldCase> holds;
    /// By hold case, then by k ascending.
    std::vector<ForecastCell> cells;
    /// Of the expectations of all cells.
    double lowest_rate = 0.0;
    double highest_rate = 0.0;
    /// Of all runs of all cells.
    double lowest_run_rate = 0.0;
    double highest_run_rate = 0.0;
    /// Expected number of keys two chunks of different batches share (lambda).
    double shared_keys = 0.0;
    /// What was looked at: a large load is sampled in stretches of neighbouring batches.
    std::uint64_t batches = 0;
    std::uint64_t batches_sampled = 0;
    std::uint64_t chunks_sampled = 0;
    std::uint32_t stretches = 0;
    double lock_wait_seconds = 0.0;
    bool soft_keys = false;
    /// As in the settings.
    bool provable = true;

    /// Largest k of the grid at which at most `rate` of the rows fail on average in this hold case;
    /// 0 if none.
    std::uint32_t workers_within(std::uint32_t hold, double rate) const;

    /// How often each assumption was simulated: the fewest of all cells that were; 0 if none was.
    std::uint32_t runs() const;

    /// What runs without a failure leave possible: with 95 % confidence, no more than this share of
    /// such loads meets one, under any assumption of the grid. 1 - 0.05^(1/n) for n runs. Nothing
    /// if rows failed in a run, if there was no run, if the runs had nothing to collide on, or if
    /// they were of a part of the load.
    std::optional<double> unseen_chance() const;
};

/// How often locks will fail if the batches are sent as planned. Deterministic by seed.
Forecast forecast_failures(
    const RowKeys& rows, const Batching& batching, const ForecastSettings& settings
);

}  // namespace rowlock
