#include "checks/forecast/forecast.hpp"

#include "tests/support/test.hpp"
#include "tests/unit/checks/forecast/small_loads.hpp"

#include <cmath>
#include <limits>

namespace rowlock {
namespace {

using test::random_load;
using test::SmallLoad;

TEST_CASE("a load that shares nothing is proven clean") {
    SmallLoad load;
    for (KeyNo key = 0; key < 30; ++key) load.add_batch({{key}});
    const Forecast forecast = forecast_failures(load.rows, load.batching, {});
    REQUIRE(forecast.cells.size() == 12);
    CHECK(forecast.highest_rate == 0.0);
    for (const ForecastCell& cell : forecast.cells) CHECK(cell.method == ForecastMethod::proof);
    CHECK(forecast.workers_within(2, 0.001) == 15);
}

TEST_CASE("an empty load has no figures") {
    CHECK(forecast_failures({}, {}, {}).cells.empty());
}

TEST_CASE("the range spans lean orgs with few workers and heavy ones with many") {
    const SmallLoad load = random_load(60, 400, 100'000, 5);
    const Forecast forecast = forecast_failures(load.rows, load.batching, {});
    CHECK(forecast.batches_sampled == 60);
    CHECK(forecast.shared_keys == Approx(0.4).epsilon(0.1));
    CHECK(forecast.lowest_rate < 0.01);
    CHECK(forecast.highest_rate > 0.2);
    CHECK(forecast.lowest_rate == forecast.cells.front().failure_rate);
    CHECK(forecast.highest_rate == forecast.cells.back().failure_rate);
    const Forecast again = forecast_failures(load.rows, load.batching, {});
    for (std::size_t i = 0; i < forecast.cells.size(); ++i) {
        CHECK(forecast.cells[i].failure_rate == again.cells[i].failure_rate);
    }
}

TEST_CASE("inside the validity region the formula answers, outside it the simulation") {
    const SmallLoad load = random_load(80, 200, 200'000, 6);
    ForecastSettings settings;
    settings.workers = {5};
    settings.holds = {{"inside", {6.0, 1.0}}, {"short holds", {2.0, 1.0}}};
    const Forecast forecast = forecast_failures(load.rows, load.batching, settings);
    CHECK(forecast.cells[0].method == ForecastMethod::formula);
    CHECK(forecast.cells[1].method == ForecastMethod::simulation);
}

TEST_CASE("a load with a few hot batches is simulated") {
    SmallLoad load = random_load(80, 200, 50'000'000, 6);
    for (int i = 0; i < 4; ++i) load.add_batch({{0}, {1}, {2}});
    ForecastSettings settings;
    settings.workers = {5};
    settings.holds = {{"inside", {6.0, 1.0}}};
    const Forecast forecast = forecast_failures(load.rows, load.batching, settings);
    CHECK(forecast.cells[0].method == ForecastMethod::simulation);
}

TEST_CASE("a large load is sampled, and a clean sample is no proof") {
    SmallLoad load;
    for (KeyNo key = 0; key < 3'000; ++key) load.add_batch({{key}});
    load.add_batch({{0}});
    ForecastSettings settings;
    settings.chunks_max = 400;
    const Forecast forecast = forecast_failures(load.rows, load.batching, settings);
    CHECK(forecast.stretches == 4);
    CHECK(forecast.batches_sampled == 400);
    CHECK(forecast.cells[0].method == ForecastMethod::simulation);
    CHECK(forecast.highest_rate == 0.0);
}

TEST_CASE("nobody fails who waits for ever") {
    const SmallLoad load = random_load(20, 100, 500, 5);
    ForecastSettings settings;
    settings.lock_wait_seconds = std::numeric_limits<double>::infinity();
    CHECK(forecast_failures(load.rows, load.batching, settings).highest_rate == 0.0);
}

TEST_CASE("closed loads fail as often as an independent simulator says") {
    // 200,000 rows under 200,000 parents in batches of 2,000; variation 1.
    // [locking facts, section 8.3]
    struct Case {
        std::uint32_t workers;
        double hold;
        double rate;
    };

    const auto point = GENERATE(
        Case{5, 6.0, 0.105}, Case{10, 3.5, 0.09}, Case{15, 3.5, 0.15}, Case{15, 6.0, 0.302}
    );
    const SmallLoad load = random_load(100, 2'000, 200'000, 9);
    ForecastSettings settings;
    settings.workers = {point.workers};
    settings.holds = {{"", {point.hold, 1.0}}};
    const ForecastCell cell = forecast_failures(load.rows, load.batching, settings).cells[0];
    CAPTURE(point.workers, point.hold, name_of(cell.method));
    CHECK(cell.failure_rate == Approx(point.rate).epsilon(0.3));
    CHECK(cell.after_one_retry == Approx(cell.failure_rate * cell.failure_rate));
}

TEST_CASE("chunks that share nothing prove nothing while keys are unknown") {
    SmallLoad load;
    for (KeyNo key = 0; key < 10; ++key) load.add_batch({{key}});
    ForecastSettings settings;
    CHECK(
        forecast_failures(load.rows, load.batching, settings).cells[0].method ==
        ForecastMethod::proof
    );
    settings.provable = false;
    const Forecast forecast = forecast_failures(load.rows, load.batching, settings);
    CHECK_FALSE(forecast.provable);
    CHECK(forecast.highest_rate == 0.0);
    for (const ForecastCell& cell : forecast.cells) CHECK(cell.method != ForecastMethod::proof);
}

/// Two batches of a transaction each, all under one key.
SmallLoad two_under_one_key() {
    SmallLoad load;
    const std::vector<std::vector<KeyNo>> rows(200, {0});
    load.add_batch(rows);
    load.add_batch(rows);
    return load;
}

TEST_CASE("what one run of a small load shows by chance, many runs tell apart") {
    // The second batch fails where the first holds its lock for more than 10 s, or the first where
    // it is the other way round; one of the two commits always.
    const SmallLoad load = two_under_one_key();
    ForecastSettings settings;
    settings.workers = {15};
    settings.holds = {{"heavy", {7.0, 1.0}}};
    const Forecast forecast = forecast_failures(load.rows, load.batching, settings);
    const ForecastCell& cell = forecast.cells[0];
    CHECK(cell.method == ForecastMethod::simulation);
    CHECK(cell.runs == settings.runs_max);
    CHECK(cell.lowest_run_rate == 0.0);
    CHECK(cell.highest_run_rate == 0.5);
    // Lognormal: sigma^2 = ln 2, and half of the rows fail where the hold is above 10 s.
    const double sigma = std::sqrt(std::log(2.0));
    const double mu = std::log(7.0) - sigma * sigma / 2;
    const double above = 0.5 * std::erfc((std::log(10.0) - mu) / (sigma * std::sqrt(2.0)));
    CHECK(cell.failure_rate == Approx(above / 2).margin(0.03));
    CHECK_FALSE(forecast.unseen_chance());
}

TEST_CASE("runs without a failure leave a chance, the smaller the more there were") {
    const SmallLoad load = two_under_one_key();
    ForecastSettings settings;
    settings.workers = {15};
    settings.holds = {{"short", {0.5, 0.2}}};
    const Forecast many = forecast_failures(load.rows, load.batching, settings);
    CHECK(many.highest_run_rate == 0.0);
    CHECK(many.runs() == 300);
    CHECK(*many.unseen_chance() == Approx(0.01).margin(0.0005));
    settings.runs_max = 1;
    CHECK(*forecast_failures(load.rows, load.batching, settings).unseen_chance() == Approx(0.95));
}

TEST_CASE("runs of nothing to collide on are not repeated and leave nothing open") {
    SmallLoad load;
    for (KeyNo key = 0; key < 10; ++key) load.add_batch({{key}});
    ForecastSettings settings;
    settings.provable = false;
    const Forecast forecast = forecast_failures(load.rows, load.batching, settings);
    CHECK(forecast.runs() == 1);
    CHECK_FALSE(forecast.unseen_chance());
}

TEST_CASE("the runs of a load take no longer than two of the largest sample") {
    ForecastSettings settings;
    settings.workers = {3};
    settings.holds = {{"short", {2.0, 1.0}}};
    const auto runs_of = [&](std::uint32_t batches) {
        const SmallLoad load = test::one_key_load(batches);
        return forecast_failures(load.rows, load.batching, settings).runs();
    };
    CHECK(runs_of(2) == 300);
    CHECK(runs_of(100) < 100);
    CHECK(runs_of(3'000) == 1);
}

TEST_CASE("a mean lies between the best and the worst run") {
    rc::prop("and all of it is the same again", [] {
        const auto batches = *rc::gen::inRange<std::uint32_t>(2, 12);
        const auto parents = *rc::gen::inRange<std::uint64_t>(1, 40);
        const SmallLoad load =
            random_load(batches, 30, parents, *rc::gen::arbitrary<std::uint8_t>());
        ForecastSettings settings;
        settings.runs_max = *rc::gen::inRange<std::uint32_t>(1, 6);
        const Forecast forecast = forecast_failures(load.rows, load.batching, settings);
        const Forecast again = forecast_failures(load.rows, load.batching, settings);
        for (std::size_t i = 0; i < forecast.cells.size(); ++i) {
            const ForecastCell& cell = forecast.cells[i];
            constexpr double k_rounding = 1e-9;
            RC_ASSERT(cell.lowest_run_rate <= cell.failure_rate + k_rounding);
            RC_ASSERT(cell.failure_rate <= cell.highest_run_rate + k_rounding);
            RC_ASSERT(forecast.lowest_run_rate <= cell.lowest_run_rate);
            RC_ASSERT(forecast.highest_run_rate >= cell.highest_run_rate);
            RC_ASSERT(cell.failure_rate == again.cells[i].failure_rate);
        }
    });
}

}  // namespace
}  // namespace rowlock
