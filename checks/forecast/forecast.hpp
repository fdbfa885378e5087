#pragma once

#include "checks/forecast/hold_time.hpp"
#include "checks/model/batching.hpp"
#include "checks/model/row_keys.hpp"

#include <cstdint>
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
    /// Rows lock the keys given and no others. If that is not so, chunks that share none of them
    /// prove nothing.
    bool provable = true;
    /// At most about this many chunks are simulated per cell; 1,000 chunks of 200 rows take a few
    /// hundredths of a second.
    std::uint32_t chunks_max = 3'000;
    std::uint64_t seed = 1;
};

/// One assumption about k and hold time, and what it comes to.
struct ForecastCell {
    std::uint32_t workers = 0;
    /// Index into Forecast::holds.
    std::uint32_t hold = 0;
    ForecastMethod method = ForecastMethod::proof;
    /// Expected share of rows that fail on locks, 0 to 1.
    double failure_rate = 0.0;
    /// Committing chunks at once, on average (DoP_useful).
    double useful_parallelism = 0.0;
    /// Share still failed after the failed rows were sent once more, alone and under the same
    /// conditions. An estimate: failure_rate squared.
    double after_one_retry = 0.0;
};

/// Expected lock failures over all combinations of k and hold time. Never one number: neither is
/// published. [design, section 9]
struct Forecast {
    std::vector<HoldCase> holds;
    /// By hold case, then by k ascending.
    std::vector<ForecastCell> cells;
    /// Over all cells.
    double lowest_rate = 0.0;
    double highest_rate = 0.0;
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

    /// Largest k of the grid at which at most `rate` of the rows fail in this hold case; 0 if none.
    std::uint32_t workers_within(std::uint32_t hold, double rate) const;
};

/// How often locks will fail if the batches are sent as planned. Deterministic by seed.
Forecast forecast_failures(
    const RowKeys& rows, const Batching& batching, const ForecastSettings& settings
);

}  // namespace rowlock
