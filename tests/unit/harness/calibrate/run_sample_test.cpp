#include "harness/calibrate/run_sample.hpp"

#include "tests/support/test.hpp"

#include <set>

namespace rowlock {
namespace {

RunSample sampled(const ObservedRun& run, std::uint64_t chunks_max = 4'000) {
    SampleOptions options;
    options.chunks_max = chunks_max;
    options.batches_min = 50;
    auto sample = sample_run(run, options);
    if (!sample) FAIL(sample.error().message);
    return std::move(*sample);
}

LoadShape shape_of(std::uint64_t rows, std::uint32_t batch_rows) {
    LoadShape shape;
    shape.rows = rows;
    shape.batch_rows = batch_rows;
    shape.parents = 100;
    return shape;
}

TEST_CASE("partitions are sent side by side, each batch after the one before") {
    const auto sent =
        send_times({{10, 10, 5}, {10}}, seconds(15.0), {seconds(10.0), 0.0}, Random{1});
    REQUIRE(sent.size() == 4);
    CHECK(sent[0].arrival == Duration{0});
    CHECK(sent[1].arrival == seconds(10.0));
    CHECK(sent[2].partition == 1);
    CHECK(sent[2].arrival == seconds(15.0));
    CHECK(sent[2].first_row == 25);
    CHECK(sent[3].first_row == 20);
    CHECK(sent[3].rows == 5);
}

TEST_CASE("intervals jitter about their mean") {
    const std::vector<std::vector<std::uint32_t>> one{std::vector<std::uint32_t>(2'000, 1)};
    const auto sent = send_times(one, Duration{0}, {seconds(4.0), 0.5}, Random{1});
    CHECK(to_seconds(sent.back().arrival) / 1'999.0 == Approx(4.0).epsilon(0.02));
    for (std::size_t i = 1; i < sent.size(); ++i) {
        const double apart = to_seconds(sent[i].arrival - sent[i - 1].arrival);
        CHECK(apart >= 2.0);
        CHECK(apart <= 6.0);
    }
}

TEST_CASE("a shape becomes batches of chunks under its parents") {
    ObservedRun run;
    LoadShape shape = shape_of(1'250, 500);
    shape.serial = true;
    shape.in_flight = 2;
    run.load = shape;
    const RunSample sample = sampled(run);
    CHECK(sample.rows == 1'250);
    CHECK(sample.batches == 3);
    CHECK(sample.chunks == 8);
    CHECK(sample.whole);
    CHECK(sample.sample.in_flight == 2);
    CHECK(sample.sample.chunks.size() == 8);
    CHECK(sample.sample.batches[2].plan.rows == 250);
    CHECK(sample.sample.batches[0].plan.lane == BatchLane::serial);
    // 200 draws out of 100 parents.
    CHECK(sample.sample.keys_of(sample.sample.chunks[0]).size() > 70);
    CHECK(sample.sample.keys_of(sample.sample.chunks[0]).size() <= 100);
}

TEST_CASE("of a large load the first batches are sampled, enough of them to run side by side") {
    ObservedRun run;
    run.load = shape_of(1'000'000, 400);
    const RunSample sample = sampled(run, 200);
    CHECK_FALSE(sample.whole);
    CHECK_FALSE(sample.paused);
    CHECK(sample.batches == 2'500);
    CHECK(sample.sample.chunks.size() == 200);
    run.load = shape_of(1'000'000, 10'000);
    CHECK(sampled(run, 200).sample.batches.size() == 50);
    LoadShape staggered = shape_of(1'000'000, 400);
    staggered.stagger = seconds(3'600.0);
    staggered.partitions = 2;
    run.load = staggered;
    CHECK(sampled(run, 200).paused);
}

TEST_CASE("batches that tell when they were created arrive as they did") {
    ObservedRun run;
    ObservedBatch batch;
    batch.rows = 300;
    batch.created = 5'000;
    run.batches.push_back(batch);
    batch.created = 7'500;
    batch.rows = 100;
    run.batches.push_back(batch);
    run.load = shape_of(0, 10'000);
    const RunSample sample = sampled(run);
    REQUIRE(sample.sample.batches.size() == 2);
    CHECK(sample.rows == 400);
    CHECK(sample.sample.batches[0].plan.rows == 300);
    CHECK(sample.sample.batches[1].arrival == seconds(2.5));

    // The load says how it was cut, the org when it came.
    run.load = shape_of(400, 200);
    CHECK(sampled(run).sample.batches[1].arrival == seconds(2.5));
    CHECK(sampled(run).sample.batches[1].plan.rows == 200);
    run.batches[1].created.reset();
    CHECK(sampled(run).sample.batches[1].arrival == Duration{0});
}

}  // namespace
}  // namespace rowlock
