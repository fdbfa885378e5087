#include "harness/calibrate/likelihood.hpp"

#include "tests/support/test.hpp"

#include <cmath>

namespace rowlock {
namespace {

RunStatistics with(double failed_share, std::optional<double> duration = {}) {
    RunStatistics statistics;
    statistics.chunks = 1'000.0;
    statistics[Statistic::failed_share] = failed_share;
    statistics[Statistic::duration] = duration;
    return statistics;
}

TEST_CASE("nothing is likelier than what was observed") {
    const ChanceNoise noise;
    const RunStatistics observed = with(0.11, 100.0);
    const double best = log_likelihood(observed, with(0.11, 100.0), noise);
    for (const double share : {0.0, 0.05, 0.09, 0.13, 0.5, 1.0})
        CHECK(log_likelihood(observed, with(share, 100.0), noise) < best);
    for (const double seconds : {50.0, 90.0, 110.0, 200.0})
        CHECK(log_likelihood(observed, with(0.11, seconds), noise) < best);
}

TEST_CASE("the likelihood is finite where nothing or everything failed") {
    const ChanceNoise noise;
    for (const double seen : {0.0, 1.0}) {
        for (const double shown : {0.0, 0.3, 1.0})
            CHECK(std::isfinite(log_likelihood(with(seen), with(shown), noise)));
        CHECK(
            log_likelihood(with(seen), with(seen), noise) >
            log_likelihood(with(seen), with(0.3), noise)
        );
    }
}

TEST_CASE("a statistic that only one side has, does not count") {
    const ChanceNoise noise;
    CHECK(
        log_likelihood(with(0.1), with(0.1, 50.0), noise) ==
        log_likelihood(with(0.1), with(0.1), noise)
    );
    CHECK_FALSE(distances(with(0.1), with(0.1, 50.0), noise)[1].has_value());
}

TEST_CASE("failures in clusters say less") {
    ChanceNoise dice;
    dice.dispersion = 1.0;
    ChanceNoise clusters;
    clusters.dispersion = 20.0;
    const auto drop = [](const ChanceNoise& noise) {
        return log_likelihood(with(0.1), with(0.1), noise) -
               log_likelihood(with(0.1), with(0.14), noise);
    };
    CHECK(drop(dice) > 3.0 * drop(clusters));
    CHECK(std::abs(*distances(with(0.1), with(0.14), dice)[0]) > 2.0);
    CHECK(std::abs(*distances(with(0.1), with(0.14), clusters)[0]) < 1.0);
}

TEST_CASE("noise is measured on runs that differ by chance alone") {
    std::vector<RunStatistics> runs;
    for (const double share : {0.05, 0.15, 0.05, 0.15}) runs.push_back(with(share, 100.0));
    const std::vector<std::vector<RunStatistics>> shown{runs, {with(0.1), with(0.1)}};
    const ChanceNoise noise = measure_noise(shown);
    // Variance 0.05^2 * 4 / 3 against 0.1 * 0.9 / 1000.
    CHECK(noise.dispersion == Approx(0.0025 * 4.0 / 3.0 / 9e-5));
    CHECK(noise.deviation[1] == 0.0);
    CHECK(measure_noise({}).dispersion == 1.0);
}

}  // namespace
}  // namespace rowlock
