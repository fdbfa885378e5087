#include "harness/calibrate/statistics.hpp"

#include "tests/unit/harness/calibrate/calibration_cases.hpp"

#include <cmath>

namespace rowlock {
namespace {

using test::small_run;

RunSample sample_of(const ObservedRun& run, std::uint64_t chunks_max = 4'000) {
    SampleOptions options;
    options.chunks_max = chunks_max;
    options.batches_min = 50;
    auto sample = sample_run(run, options);
    REQUIRE(sample.has_value());
    return std::move(*sample);
}

RunStatistics observed(const ObservedRun& run) {
    auto statistics = observed_statistics(run, sample_of(run));
    if (!statistics) FAIL(statistics.error().message);
    return *statistics;
}

std::string contradiction(const ObservedRun& run) {
    const auto statistics = observed_statistics(run, sample_of(run));
    REQUIRE_FALSE(statistics.has_value());
    CHECK(statistics.error().code == ErrorCode::bad_file);
    return statistics.error().message;
}

ObservedBatch batch(std::int64_t created, std::int64_t ended, double active) {
    ObservedBatch result;
    result.created = created;
    result.ended = ended;
    result.rows = 400;
    result.active_seconds = active;
    return result;
}

TEST_CASE("figures of the whole load are statistics of it") {
    ObservedRun run = small_run(4'000, 400);
    run.figures.seconds = 60.0;
    run.figures.active_seconds = 100.0;
    const RunStatistics statistics = observed(run);
    CHECK(statistics.chunks == 20.0);
    CHECK(statistics[Statistic::failed_share] == Approx(0.1));
    CHECK(statistics[Statistic::duration] == 60.0);
    CHECK(statistics[Statistic::chunk_time] == 5.0);
    CHECK_FALSE(statistics[Statistic::batch_variation].has_value());
    CHECK_FALSE(statistics[Statistic::turnaround].has_value());
}

TEST_CASE("batches tell the same and more") {
    ObservedRun run = small_run(4'000, 0);
    run.figures = {};
    for (int i = 0; i < 10; ++i)
        run.batches.push_back(batch(i * 1'000, i * 1'000 + 12'000, i % 2 == 0 ? 8.0 : 12.0));
    run.batches[0].rows_failed = 200;
    const RunStatistics statistics = observed(run);
    CHECK(statistics[Statistic::failed_share] == Approx(0.05));
    CHECK(statistics[Statistic::duration] == 21.0);
    CHECK(statistics[Statistic::chunk_time] == 5.0);
    CHECK(*statistics[Statistic::batch_variation] == Approx(std::sqrt(40.0 / 9.0) / 10.0));
    CHECK(statistics[Statistic::turnaround] == 12.0);

    // What the org does not tell of every batch, it does not tell.
    run.batches[3].active_seconds.reset();
    run.batches[4].ended.reset();
    const RunStatistics partly = observed(run);
    CHECK_FALSE(partly[Statistic::chunk_time].has_value());
    CHECK_FALSE(partly[Statistic::duration].has_value());
    CHECK_FALSE(partly[Statistic::turnaround].has_value());
    CHECK(partly[Statistic::failed_share].has_value());
}

TEST_CASE("a load that was stopped has neither an end nor a duration") {
    ObservedRun run = small_run(4'000, 200);
    run.figures.rows_processed = 2'000;
    run.figures.seconds = 60.0;
    const RunStatistics statistics = observed(run);
    CHECK(statistics.chunks == 10.0);
    CHECK(statistics[Statistic::failed_share] == Approx(0.1));
    CHECK_FALSE(statistics[Statistic::duration].has_value());
}

TEST_CASE("figures that contradict each other are refused") {
    CHECK_THAT(
        contradiction(small_run(4'000, 4'001)),
        Catch::StartsWith("here: 4001 rows failed on locks, but only 4000")
    );
    ObservedRun more = small_run(4'000, 0);
    more.figures.rows_processed = 4'001;
    CHECK_THAT(contradiction(more), Catch::Contains("but the load has 4000"));
    ObservedRun none = small_run(4'000, 0);
    none.figures.rows_processed = 0;
    CHECK_THAT(contradiction(none), Catch::Contains("nothing to learn"));
    ObservedRun batches = small_run(4'000, 300);
    for (int i = 0; i < 10; ++i) batches.batches.push_back(batch(0, 1'000, 1.0));
    CHECK_THAT(contradiction(batches), Catch::Contains("of 0 that failed at all"));
}

TEST_CASE("a sample tells the duration of the whole load") {
    ObservedRun run;
    LoadShape shape;
    shape.rows = 200'000;
    shape.batch_rows = 400;
    shape.parents = 10'000'000;
    run.load = shape;
    SimulationSettings settings;
    settings.workers = 4;
    settings.hold = {2.0, 0.5};
    const RunSample whole = sample_of(run);
    const RunSample part = sample_of(run, 200);
    REQUIRE(whole.whole);
    REQUIRE_FALSE(part.whole);
    const auto all = simulated_statistics(whole, simulate(whole.sample, settings));
    const auto some = simulated_statistics(part, simulate(part.sample, settings));
    CHECK(*some[Statistic::duration] == Approx(*all[Statistic::duration]).epsilon(0.1));
    CHECK(*some[Statistic::chunk_time] == Approx(*all[Statistic::chunk_time]).epsilon(0.05));
    // Two chunks of 0.3 s and 2 s each, and nothing to wait for.
    CHECK(*all[Statistic::chunk_time] == Approx(2.3).epsilon(0.05));
    CHECK(*all[Statistic::duration] == Approx(500 * 5.6 / 4).epsilon(0.05));
    CHECK(*all[Statistic::failed_share] == 0.0);
}

TEST_CASE("so it does where batches go back to the queue again and again") {
    ObservedRun run;
    LoadShape shape;
    shape.rows = 1'000'000;
    shape.batch_rows = 5'000;
    shape.parents = 200'000;
    run.load = shape;
    SimulationSettings settings;
    settings.workers = 10;
    settings.hold = {6.0, 1.0};
    const RunSample whole = sample_of(run, 10'000);
    const RunSample part = sample_of(run, 1'250);
    REQUIRE(part.sample.batches.size() == 50);
    const SimulationResult shown = simulate(whole.sample, settings);
    REQUIRE(shown.requeues > 100);
    const auto all = simulated_statistics(whole, shown);
    const auto some = simulated_statistics(part, simulate(part.sample, settings));
    CHECK(*some[Statistic::duration] == Approx(*all[Statistic::duration]).epsilon(0.15));
}

}  // namespace
}  // namespace rowlock
