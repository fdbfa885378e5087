#pragma once

#include "harness/calibrate/calibration.hpp"
#include "tests/support/test.hpp"

#include <string>
#include <utility>
#include <vector>

namespace rowlock::test {

inline SampledRun prepared(ObservedRun run) {
    auto sampled = prepare_run(std::move(run), {});
    if (!sampled) FAIL(sampled.error().message);
    return std::move(*sampled);
}

inline Calibration calibrated(
    std::vector<SampledRun> runs, std::uint32_t candidates, unsigned threads = 2
) {
    CalibrationOptions options;
    options.candidates = candidates;
    options.threads = threads;
    auto calibration = calibrate(std::move(runs), options);
    if (!calibration) FAIL(calibration.error().message);
    return std::move(*calibration);
}

/// Rows under 2,000 evenly drawn parents in batches of 400, one every second.
inline ObservedRun small_run(std::uint64_t rows, std::uint64_t failed) {
    LoadShape shape;
    shape.rows = rows;
    shape.batch_rows = 400;
    shape.parents = 2'000;
    shape.interval.mean = seconds(1.0);
    ObservedRun run;
    run.name = "small";
    run.where = "here";
    run.load = shape;
    run.figures.rows_processed = rows;
    run.figures.rows_failed_on_locks = failed;
    return run;
}

}  // namespace rowlock::test
