#include "checks/plan/feed_schedule.hpp"

#include "tests/support/test.hpp"

#include <algorithm>
#include <numeric>

namespace rowlock {
namespace {

/// Batches 0 - 1 - 2 - ... - (count - 1), neighbours in conflict.
ConflictGraph path_of(std::uint32_t count) {
    std::vector<std::uint64_t> ends;
    std::vector<std::uint32_t> others;
    for (std::uint32_t batch = 0; batch < count; ++batch) {
        if (batch > 0) others.push_back(batch - 1);
        if (batch + 1 < count) others.push_back(batch + 1);
        ends.push_back(others.size());
    }
    return {std::move(ends), std::move(others)};
}

/// Batches of the same number conflict.
ConflictGraph cliques_of(const std::vector<std::uint32_t>& clique_of_batch) {
    std::vector<std::uint64_t> ends;
    std::vector<std::uint32_t> others;
    for (std::uint32_t a = 0; a < clique_of_batch.size(); ++a) {
        for (std::uint32_t b = 0; b < clique_of_batch.size(); ++b) {
            if (a != b && clique_of_batch[a] == clique_of_batch[b]) others.push_back(b);
        }
        ends.push_back(others.size());
    }
    return {std::move(ends), std::move(others)};
}

}  // namespace

TEST_CASE("a batch waits for earlier neighbours and for a free slot") {
    const ConflictGraph path = path_of(4);
    const std::vector<std::uint32_t> order{0, 1, 2, 3};
    const std::vector<Duration> times{seconds(10), seconds(1), seconds(1), seconds(4)};
    // 1 waits for 0, 2 for 1, 3 for 2, though 3 conflicts with nothing that runs at the start.
    const FeedSchedule chain = run_in_order(path, order, times, 2);
    CHECK(chain.starts == std::vector<Duration>{seconds(0), seconds(10), seconds(11), seconds(12)});
    CHECK(chain.makespan == seconds(16));
    // The other way round 2 and 3 need not wait for 1.
    const std::vector<std::uint32_t> better{0, 3, 2, 1};
    const FeedSchedule schedule = run_in_order(path, better, times, 2);
    CHECK(
        schedule.starts == std::vector<Duration>{seconds(0), seconds(10), seconds(4), seconds(0)}
    );
    CHECK(schedule.makespan == seconds(11));
}

TEST_CASE("list scheduling takes every second batch of a path first") {
    const ConflictGraph path = path_of(100);
    const std::vector<Duration> times(100, seconds(165));
    const auto order = critical_first(path, times, 10);
    CHECK(run_in_order(path, order, times, 10).makespan == seconds(10 * 165));
    CHECK(expected_makespan(path, order, times, 10) > seconds(10 * 165));
}

TEST_CASE("without conflicts the longest batch is first") {
    const ConflictGraph none{std::vector<std::uint64_t>(3), {}};
    const std::vector<Duration> times{seconds(1), seconds(3), seconds(3)};
    CHECK(critical_first(none, times, 2) == std::vector<std::uint32_t>{1, 2, 0});
    CHECK(run_in_order({}, {}, {}, 1).makespan == Duration{});
}

TEST_CASE("the mean over drawn times beats no bound that is a sum of times") {
    rc::prop("the work on the workers, the chains, the longest batch", [] {
        const auto cliques =
            *rc::gen::container<std::vector<std::uint32_t>>(rc::gen::inRange<std::uint32_t>(0, 4));
        const auto count = static_cast<std::uint32_t>(cliques.size());
        const ConflictGraph conflicts = cliques_of(cliques);
        std::vector<Duration> times;
        std::vector<double> variations;
        Duration work{};
        Duration longest{};
        std::vector<Duration> chains(4);
        for (const std::uint32_t clique : cliques) {
            times.push_back(seconds(*rc::gen::inRange(1, 100)));
            variations.push_back(*rc::gen::element(0.0, 0.3, 1.0, 2.0));
            work += times.back();
            chains[clique] += times.back();
            longest = std::max({longest, times.back(), chains[clique]});
        }
        const auto workers = *rc::gen::inRange<std::uint32_t>(1, 5);
        std::vector<std::uint32_t> order(count);
        std::iota(order.begin(), order.end(), 0U);
        const auto draws = *rc::gen::element<std::uint32_t>(4, 8, 64);
        const Duration mean =
            drawn_makespan(times, variations, draws, [&](std::span<const Duration> drawn) {
                return run_in_order(conflicts, order, drawn, workers).makespan;
            });
        // Times are whole microseconds.
        const Duration rounding{count + 1};
        RC_ASSERT(mean + rounding >= longest);
        RC_ASSERT(mean + rounding >= work / workers);
    });
}

TEST_CASE("a graph keeps its edges when batches are renumbered") {
    const std::vector<std::uint32_t> order{2, 0, 1};
    const ConflictGraph graph = path_of(3).renumbered(order);
    // 2 - 1 - 0 in old numbers is 0 - 2 - 1 in new ones.
    CHECK(
        std::vector<std::uint32_t>(graph.of(0).begin(), graph.of(0).end()) ==
        std::vector<std::uint32_t>{2}
    );
    CHECK(
        std::vector<std::uint32_t>(graph.of(2).begin(), graph.of(2).end()) ==
        std::vector<std::uint32_t>{0, 1}
    );
    CHECK(graph.pair_count() == 2);
}

}  // namespace rowlock
