#include "checks/plan/phases.hpp"

#include "tests/unit/checks/plan/plan_checker.hpp"

#include <algorithm>

namespace rowlock {
namespace {

constexpr auto k_second = std::chrono::seconds{1};

/// A problem with a batch for each row.
struct RowBatches {
    explicit RowBatches(test::KeyLists each, std::uint32_t workers)
        : lists(std::move(each)), rows(test::rows_of(lists)) {
        PlanOptions options;
        options.workers = workers;
        problem.emplace(PlanInput{rows, {}, {}, {}, {}}, options);
    }

    /// By row of the load.
    std::vector<std::uint32_t> phases() const {
        std::vector<std::uint32_t> batch_of_row;
        for (RowNo row = 0; row < lists.size(); ++row) {
            batch_of_row.push_back(problem->input_row(row));
        }
        return find_phases(*problem, batch_of_row, static_cast<std::uint32_t>(lists.size()));
    }

    test::KeyLists lists;
    RowKeys rows;
    std::optional<PlanProblem> problem;
};

std::uint32_t count_of(const std::vector<std::uint32_t>& phases) {
    return phases.empty() ? 0 : 1 + *std::max_element(phases.begin(), phases.end());
}

}  // namespace

TEST_CASE("no two batches of a phase share a key") {
    rc::prop("phases have no gaps, and there are at most as many as batches", [] {
        const RowBatches each{*test::any_rows(), *rc::gen::inRange<std::uint32_t>(1, 4)};
        const auto phases = each.phases();
        RC_ASSERT(phases.size() == each.lists.size());
        std::set<std::pair<std::uint32_t, KeyNo>> taken;
        std::set<std::uint32_t> used;
        for (RowNo row = 0; row < phases.size(); ++row) {
            used.insert(phases[row]);
            for (const KeyNo key : each.lists[row]) {
                RC_ASSERT(taken.insert({phases[row], key}).second);
            }
        }
        RC_ASSERT(used.size() == count_of(phases));
    });
}

TEST_CASE("chains take as many phases as the longest has batches, and hardly a worker idles") {
    test::KeyLists lists;
    for (KeyNo key = 0; key < 30; ++key) lists.insert(lists.end(), 4, {key});
    lists.insert(lists.end(), 6, {30});
    const RowBatches each{lists, 3};
    const auto phases = each.phases();
    CHECK(count_of(phases) == 6);
    std::int64_t rounds = 0;
    for (std::uint32_t phase = 0; phase < 6; ++phase) {
        rounds += (std::count(phases.begin(), phases.end(), phase) + 2) / 3;
    }
    CHECK(rounds <= 126 / 3 + 2);
}

TEST_CASE("a path takes two phases, not as many as it has rows") {
    test::KeyLists lists;
    for (KeyNo key = 0; key < 500; ++key) lists.push_back({key, key + 1});
    CHECK(count_of(RowBatches{lists, 1}.phases()) <= 4);
}

TEST_CASE("a phase starts when all of the one before is done") {
    // Two workers; phase 0 takes 3, 2 and 2 seconds, phase 1 takes 1 and 1.
    const std::vector<std::uint32_t> phases{1, 0, 0, 1, 0};
    const std::vector<Duration> times{k_second, 3 * k_second, 2 * k_second, k_second, 2 * k_second};
    const auto order = order_in_phases(phases, times);
    CHECK(order == std::vector<std::uint32_t>{1, 2, 4, 0, 3});
    const FeedSchedule schedule = run_in_phases(order, phases, times, 2);
    CHECK(
        schedule.starts == std::vector<Duration>{4 * k_second, {}, {}, 4 * k_second, 2 * k_second}
    );
    CHECK(schedule.makespan == 5 * k_second);
}

TEST_CASE("more parents than a feed can list are loaded in phases, about as fast as can be") {
    test::PlanCase load;
    load.options.limits.rows = 1;
    constexpr KeyNo k_parents = 7'000;
    constexpr std::uint32_t k_children = 10;
    for (std::uint32_t child = 0; child < k_children; ++child) {
        for (KeyNo key = 0; key < k_parents; ++key) load.lists.push_back({key});
    }
    for (std::size_t row = 0; row < load.lists.size(); ++row) load.contents.push_back(row);
    const BatchPlan plan = load.plan();
    CHECK(plan.serial_reason == SerialReason::none);
    CHECK(plan.phases() == k_children);
    CHECK(plan.gap() < 0.01);
    CHECK(plan.parallelism() > 9.9);
    std::set<std::pair<std::uint32_t, KeyNo>> taken;
    std::uint32_t phase = 0;
    for (const PlannedBatch& batch : plan.batching.batches) {
        REQUIRE(batch.lane == BatchLane::parallel);
        REQUIRE(batch.phase >= phase);
        phase = batch.phase;
        for (const RowNo row : plan.batching.rows_of(batch)) {
            REQUIRE(taken.insert({phase, load.lists[row].front()}).second);
        }
    }
    CHECK(taken.size() == load.lists.size());
}

}  // namespace rowlock
