#include "checks/forecast/chunk_simulation.hpp"

#include "checks/forecast/failure_formula.hpp"
#include "tests/support/test.hpp"
#include "tests/unit/checks/forecast/small_loads.hpp"

#include <algorithm>
#include <cmath>
#include <deque>

namespace rowlock {
namespace {

using test::one_key_load;
using test::random_load;
using test::SmallLoad;

ChunkSample whole(const SmallLoad& load) {
    return cut_chunks(load.rows, load.batching, 0, load.batching.batches.size(), {200, false});
}

/// Nothing but locks and holds: what the formula speaks of.
SimulationSettings bare(std::uint32_t workers, HoldTime hold) {
    SimulationSettings settings;
    settings.workers = workers;
    settings.hold = hold;
    settings.pre_lock = {};
    settings.batch_overhead = {};
    settings.lock_failures_max = 1'000'000;
    return settings;
}

TEST_CASE("one worker never fails, disjoint batches never fail, patience never fails") {
    const SmallLoad crowded = random_load(40, 50, 100, 1);
    const ChunkSample sample = whole(crowded);
    CHECK(simulate(sample, bare(1, {30.0, 1.0})).chunks_failed == 0);
    auto patient = bare(10, {30.0, 1.0});
    patient.lock_wait = Duration::max();
    const SimulationResult result = simulate(sample, patient);
    CHECK(result.chunks_failed == 0);
    CHECK(result.rows_committed == 40 * 50);
    CHECK(result.waits > 0);

    SmallLoad disjoint;
    for (KeyNo key = 0; key < 50; ++key) disjoint.add_batch({{key}});
    const SimulationResult clean = simulate(whole(disjoint), bare(10, {30.0, 1.0}));
    CHECK(clean.chunks_failed == 0);
    CHECK(clean.waits == 0);
}

TEST_CASE("constant holds longer than the wait on one key: all that overlap fail") {
    // All start together: one commits, everybody else has given up before it is done.
    const SimulationResult result = simulate(whole(one_key_load(12)), bare(12, {15.0, 0.0}));
    CHECK(result.chunks_failed == 11);
    CHECK(result.chunks_committed == 1);
    CHECK(result.elapsed == seconds(15.0));
}

TEST_CASE("four short holds of one key fit into the wait") {
    const ChunkSample sample = whole(one_key_load(5));
    CHECK(simulate(sample, bare(5, {2.4, 0.0})).chunks_failed == 0);
    // The fifth waits 4 * 2.6 s.
    CHECK(simulate(sample, bare(5, {2.6, 0.0})).chunks_failed == 1);
}

/// One key and constant holds, worked out second by second: who holds, who waits since when.
std::uint64_t failures_on_one_key(int batches, int workers, int hold, int wait) {
    std::deque<int> waiting_since;
    std::uint64_t failed = 0;
    int left = batches - std::min(batches, workers);
    for (int i = 1; i < batches - left; ++i) waiting_since.push_back(0);
    int held_until = hold;
    for (int now = 1; held_until >= now; ++now) {
        if (now == held_until) {
            if (left > 0) {
                --left;
                waiting_since.push_back(now);
            }
            if (waiting_since.empty()) break;
            waiting_since.pop_front();
            held_until = now + hold;
        }
        while (!waiting_since.empty() && waiting_since.front() + wait == now) {
            waiting_since.pop_front();
            ++failed;
            if (left == 0) continue;
            --left;
            waiting_since.push_back(now);
        }
    }
    return failed;
}

TEST_CASE("one shared key: exactly the failures worked out second by second") {
    rc::prop("same as the small queue", [] {
        const int batches = *rc::gen::inRange(1, 40);
        const int workers = *rc::gen::inRange(1, 12);
        // Holds end at multiples of 97, waits never do: no timer meets a release.
        const int hold = 97;
        const int wait = *rc::gen::inRange(2, 400);
        RC_PRE(wait % hold != 0);
        auto settings = bare(static_cast<std::uint32_t>(workers), {hold * 1.0, 0.0});
        settings.lock_wait = seconds(wait);
        const ChunkSample sample = whole(one_key_load(static_cast<std::uint32_t>(batches)));
        const SimulationResult result = simulate(sample, settings);
        RC_ASSERT(result.chunks_failed == failures_on_one_key(batches, workers, hold, wait));
    });
}

TEST_CASE("every row is committed, failed or unprocessed, whatever happens") {
    rc::prop("conserved and repeatable", [] {
        const auto number = [](std::uint32_t low, std::uint32_t high) {
            return *rc::gen::inRange(low, high);
        };
        SmallLoad load = random_load(number(1, 12), number(1, 12), number(1, 20), number(0, 1000));
        for (PlannedBatch& batch : load.batching.batches) {
            batch.lane = static_cast<BatchLane>(number(0, 3));
            batch.phase = number(0, 3);
            batch.load = static_cast<std::uint16_t>(number(0, 2));
            batch.feed_group = number(0, 2);
        }
        const ChunkSample sample = cut_chunks(
            load.rows, load.batching, 0, load.batching.batches.size(), {number(1, 4), false}
        );
        SimulationSettings settings;
        settings.workers = number(1, 6);
        settings.hold = {8.0, 1.0};
        settings.lock_failures_max = number(0, 3);
        settings.requeues_max = number(0, 3);
        settings.seed = number(0, 100);
        const SimulationResult result = simulate(sample, settings);
        RC_ASSERT(
            result.rows_committed + result.rows_failed + result.rows_unprocessed ==
            load.rows.row_count()
        );
        RC_ASSERT(result == simulate(sample, settings));
    });
}

TEST_CASE("a feed of one group never fails") {
    SmallLoad load = random_load(20, 20, 15, 4);
    for (PlannedBatch& batch : load.batching.batches) batch.lane = BatchLane::feed;
    const SimulationResult result = simulate(whole(load), bare(8, {20.0, 1.0}));
    CHECK(result.chunks_failed == 0);
    CHECK(result.rows_committed == 400);
}

TEST_CASE("serial batches contend with parallel ones, not with each other") {
    SmallLoad load = one_key_load(4);
    for (PlannedBatch& batch : load.batching.batches) batch.lane = BatchLane::serial;
    CHECK(simulate(whole(load), bare(8, {30.0, 0.0})).chunks_failed == 0);
    load.batching.batches[0].lane = BatchLane::parallel;
    CHECK(simulate(whole(load), bare(8, {15.0, 0.0})).chunks_failed == 1);
}

TEST_CASE("too many lock failures send the rest of a batch back, at most requeues_max times") {
    SmallLoad load;
    load.add_batch({{0}});
    load.add_batch({{0}, {0}, {0}});
    const ChunkSample sample = cut_chunks(load.rows, load.batching, 0, 2, {1, false});
    auto settings = bare(2, {1000.0, 0.0});
    settings.lock_failures_max = 0;
    settings.requeues_max = 1;
    const SimulationResult result = simulate(sample, settings);
    CHECK(result.requeues == 1);
    CHECK(result.rows_failed == 2);
    CHECK(result.rows_unprocessed == 1);
    CHECK(result.failure_rate() == Approx(0.75));
}

struct Replicas {
    double mean;
    /// Standard error of the mean.
    double error;
};

Replicas replicas(std::uint32_t workers, HoldTime hold, std::uint64_t parents) {
    constexpr int k_count = 20;
    std::vector<double> rates;
    for (int i = 0; i < k_count; ++i) {
        const auto seed = static_cast<std::uint64_t>(i);
        const ChunkSample sample = whole(random_load(600, 200, parents, seed));
        auto settings = bare(workers, hold);
        settings.seed = seed;
        rates.push_back(simulate(sample, settings).failure_rate());
    }
    double mean = 0.0;
    for (const double rate : rates) mean += rate / k_count;
    double squares = 0.0;
    for (const double rate : rates) squares += (rate - mean) * (rate - mean);
    return {mean, std::sqrt(squares / (k_count - 1) / k_count)};
}

TEST_CASE("formula and simulation agree inside the validity region") {
    struct Case {
        std::uint32_t workers;
        HoldTime hold;
        std::uint64_t parents;
    };

    const auto point = GENERATE(
        Case{3, {6.0, 1.0}, 200'000},
        Case{5, {6.0, 1.0}, 200'000},
        Case{5, {5.0, 1.5}, 200'000},
        Case{5, {12.0, 0.5}, 200'000},
        Case{8, {7.0, 1.0}, 200'000},
        Case{10, {6.0, 1.0}, 400'000},
        Case{15, {10.0, 0.7}, 400'000}
    );
    const double lambda = 200.0 * 200.0 / static_cast<double>(point.parents);
    const ContentionModel model{static_cast<double>(point.workers), lambda, point.hold, 10.0, 0.0};
    REQUIRE(formula_holds(model));
    const Replicas simulated = replicas(point.workers, point.hold, point.parents);
    const double formula = steady_state(model).failure_rate;
    CAPTURE(point.workers, point.hold.mean_seconds, simulated.mean, simulated.error, formula);
    CAPTURE(first_order_failure_rate(model));
    CHECK(
        std::abs(simulated.mean - formula) <= std::max(3 * simulated.error, 0.3 * simulated.mean)
    );
}

TEST_CASE("batches that arrive one after another do not meet") {
    ChunkSample sample = whole(one_key_load(5));
    for (std::uint32_t i = 0; i < 5; ++i) sample.batches[i].arrival = i * seconds(16.0);
    const SimulationResult result = simulate(sample, bare(5, {15.0, 0.0}));
    CHECK(result.chunks_failed == 0);
    CHECK(result.waits == 0);
    CHECK(result.elapsed == seconds(4 * 16.0 + 15.0));
    for (std::uint32_t i = 0; i < 5; ++i) {
        CHECK(result.batches[i].arrived == i * seconds(16.0));
        CHECK(result.batches[i].taken == i * seconds(16.0));
        CHECK(result.batches[i].ended == i * seconds(16.0) + seconds(15.0));
        CHECK(result.batches[i].active == seconds(15.0));
    }
}

TEST_CASE("a client that keeps few in flight sends the next when it knows of an end") {
    SmallLoad load;
    for (KeyNo key = 0; key < 4; ++key) load.add_batch({{key}, {key}});
    ChunkSample sample = whole(load);
    // Nothing to lock that anybody shares, one chunk each.
    sample.in_flight = 1;
    sample.notice = seconds(2.0);
    auto settings = bare(4, {3.0, 0.0});
    settings.batch_overhead = seconds(1.0);
    const SimulationResult result = simulate(sample, settings);
    for (std::uint32_t i = 0; i < 4; ++i) {
        CHECK(result.batches[i].arrived == i * seconds(6.0));
        CHECK(result.batches[i].ended == i * seconds(6.0) + seconds(4.0));
        // The overhead is not active time.
        CHECK(result.batches[i].active == seconds(3.0));
    }
    // Partitions are limited each for itself.
    sample.batches[1].partition = sample.batches[3].partition = 1;
    CHECK(simulate(sample, settings).elapsed == seconds(10.0));
}

TEST_CASE("whatever arrives when, every row has one outcome and every batch an end") {
    rc::prop("any arrivals and limits", [] {
        const auto batches = *rc::gen::inRange<std::uint32_t>(1, 20);
        const SmallLoad load = random_load(batches, 30, 40, 5);
        ChunkSample sample = whole(load);
        sample.in_flight = *rc::gen::inRange<std::uint32_t>(0, 4);
        sample.notice = seconds(*rc::gen::inRange(0, 5));
        Duration arrival{};
        for (ChunkSample::Batch& batch : sample.batches) {
            arrival += seconds(*rc::gen::inRange(0, 8));
            batch.arrival = arrival;
            batch.partition = *rc::gen::inRange<std::uint32_t>(0, 3);
        }
        const auto workers = *rc::gen::inRange<std::uint32_t>(1, 6);
        const SimulationResult result = simulate(sample, bare(workers, {4.0, 1.0}));
        RC_ASSERT(result.rows_committed + result.rows_failed == std::uint64_t{batches} * 30);
        RC_ASSERT(result.chunk_ends.size() == result.chunks_committed + result.chunks_failed);
        RC_ASSERT(std::is_sorted(result.chunk_ends.begin(), result.chunk_ends.end()));
        for (std::uint32_t i = 0; i < batches; ++i) {
            const BatchRun& run = result.batches[i];
            RC_ASSERT(run.arrived >= sample.batches[i].arrival);
            RC_ASSERT(run.taken >= run.arrived);
            RC_ASSERT(run.ended >= run.taken);
            RC_ASSERT(run.active == run.ended - run.taken);
        }
    });
}

}  // namespace
}  // namespace rowlock
