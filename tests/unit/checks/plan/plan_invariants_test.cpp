// What every plan must keep to, on loads of a few rows where all boundaries turn up. The names I1
// to I12 are those of the properties of a batcher in general.
#include "checks/plan/batch_plan.hpp"
#include "tests/unit/checks/plan/plan_checker.hpp"

#include <tuple>

namespace rowlock {
namespace {

/// The same rows in another order, with keys numbered in another way.
test::PlanCase shuffled(const test::PlanCase& load, const std::vector<RowNo>& order) {
    test::PlanCase other = load;
    // Key q becomes 40 - q; what it ranks stays.
    constexpr KeyNo k_top = 40;
    other.key_rank.resize(k_top + 1);
    for (KeyNo key = 0; key <= k_top; ++key) other.key_rank[key] = k_top - key;
    for (std::size_t i = 0; i < order.size(); ++i) {
        other.lists[i].clear();
        for (const KeyNo key : load.lists[order[i]]) other.lists[i].push_back(k_top - key);
        other.bytes[i] = load.bytes[order[i]];
        other.contents[i] = load.contents[order[i]];
    }
    return other;
}

}  // namespace

TEST_CASE("a plan sends every row once and keeps to the limits") {
    rc::prop("I1, I2, I3", [] {
        const auto load = *test::any_plan_case();
        test::check_division(load.plan(), load);
    });
}

TEST_CASE("batches that may run together share no key") {
    rc::prop("I4", [] {
        const auto load = *test::any_plan_case();
        test::check_conflicts(load.plan(), load);
    });
}

TEST_CASE("a plan for a client without a feed keeps to all of it, too") {
    rc::prop("I1 to I4 with a serial lane", [] {
        auto load = *test::any_plan_case();
        load.options.feed = false;
        const BatchPlan plan = load.plan();
        test::check_division(plan, load);
        test::check_conflicts(plan, load);
        test::check_claims(plan, load);
    });
}

TEST_CASE("the predicted schedule can be carried out") {
    rc::prop("conflicting batches one after another, no more than the workers at a time", [] {
        const auto load = *test::any_plan_case();
        test::check_feed(load.plan(), load);
    });
}

TEST_CASE("what a plan says of itself is true") {
    rc::prop("I11", [] {
        auto load = *test::any_plan_case();
        load.options.variation = *rc::gen::element(0.0, 0.5, 1.0, 3.0);
        load.options.cost.poll = *rc::gen::element(Duration{}, seconds(1), seconds(20));
        test::check_claims(load.plan(), load);
    });
}

TEST_CASE("a single batch is as likely as predicted to take its time") {
    test::PlanCase load;
    load.lists.assign(800, {0});
    for (std::size_t row = 0; row < load.lists.size(); ++row) load.contents.push_back(row * 7);
    load.bytes.assign(load.lists.size(), 1);
    const BatchPlan plan = load.plan();
    CHECK(plan.sizes.size() == 1);
    CHECK(plan.makespan == seconds(17.8));
    CHECK(to_seconds(plan.likely) == Approx(17.8));
    CHECK(plan.likely >= plan.bounds.makespan);
}

TEST_CASE("a client that asks seldom sends late, and nothing works in the meantime") {
    test::PlanCase load;
    load.lists.assign(600, {0});
    for (std::size_t row = 0; row < load.lists.size(); ++row) load.contents.push_back(row * 7);
    load.bytes.assign(load.lists.size(), 1);
    load.options.limits.rows = 200;
    load.options.variation = 0.0;
    load.options.cost = {seconds(1), std::chrono::milliseconds{19}, seconds(2)};
    const BatchPlan plan = load.plan();
    CHECK(plan.starts == std::vector<Duration>{seconds(0), seconds(5.8), seconds(11.6)});
    CHECK(plan.makespan == seconds(16.4));
    CHECK(plan.likely == seconds(16.4));
    CHECK(plan.bounds.makespan == seconds(14.4));
    CHECK(plan.parallelism() == Approx(14.4 / 16.4));
    SECTION("unless nothing is held back") {
        for (std::size_t row = 0; row < load.lists.size(); ++row) {
            load.lists[row] = {static_cast<KeyNo>(row / 200)};
        }
        load.options.workers = 1;
        CHECK(load.plan().makespan == seconds(14.4));
    }
    SECTION("or the lane is held by the client") {
        load.options.feed = false;
        load.options.serial_mode = false;
        CHECK(load.plan().makespan == seconds(16.4));
        load.options.serial_mode = true;
        CHECK(load.plan().makespan == seconds(14.4));
    }
}

TEST_CASE("a plan whose serial lane the client holds takes no more than the workers") {
    rc::prop("I1 to I4 and I11 with one job of the lane in flight", [] {
        auto load = *test::any_plan_case();
        load.options.feed = false;
        load.options.serial_mode = false;
        const BatchPlan plan = load.plan();
        test::check_division(plan, load);
        test::check_conflicts(plan, load);
        test::check_claims(plan, load);
        for (std::size_t a = 0; a < plan.sizes.size(); ++a) {
            std::uint32_t running = 0;
            std::uint32_t serial = 0;
            for (std::size_t b = 0; b < plan.sizes.size(); ++b) {
                const Duration end = plan.starts[b] + load.options.cost.of(plan.sizes[b].rows);
                if (plan.starts[b] > plan.starts[a] || end <= plan.starts[a]) continue;
                ++running;
                serial += plan.batching.batches[b].lane == BatchLane::serial ? 1U : 0U;
            }
            RC_ASSERT(running <= load.options.workers);
            RC_ASSERT(serial <= 1U);
        }
    });
}

TEST_CASE("without conflicts the lanes are parallel, with them fed") {
    rc::prop("all batches in one lane", [] {
        const auto load = *test::any_plan_case();
        const BatchPlan plan = load.plan();
        const bool safe = plan.conflicts.pair_count() == 0;
        for (const PlannedBatch& batch : plan.batching.batches) {
            RC_ASSERT(batch.lane == (safe ? BatchLane::parallel : BatchLane::feed));
        }
        RC_ASSERT(safe || plan.serial_makespan_min.has_value());
    });
}

TEST_CASE("if components fit, safety means no shared key") {
    rc::prop("a safe plan is found exactly where there is one", [] {
        auto load = *test::any_plan_case();
        load.options.objective = PlanObjective::safety;
        const BatchPlan plan = load.plan();
        if (plan.oversize_rows.empty()) {
            const bool exists = plan.bounds.safe_batches_min.has_value();
            RC_ASSERT((plan.key_usage.shared_keys == 0) == exists);
        }
    });
}

TEST_CASE("a small load is spread over the workers, but no transaction is cut") {
    test::PlanCase load;
    for (KeyNo key = 0; key < 100; ++key) {
        load.lists.insert(load.lists.end(), 20, {key});
    }
    for (std::size_t row = 0; row < load.lists.size(); ++row) load.contents.push_back(row * 7);
    load.bytes.assign(load.lists.size(), 1);
    load.options.workers = 10;
    for (const auto objective : {PlanObjective::safety, PlanObjective::time}) {
        load.options.objective = objective;
        const BatchPlan plan = load.plan();
        CHECK(plan.sizes.size() == 10);
        CHECK(plan.conflicts.pair_count() == 0);
        for (const LoadSize& size : plan.sizes) CHECK(size.rows == k_chunk_rows);
    }
    load.options.objective = PlanObjective::batches;
    CHECK(load.plan().sizes.size() == 1);
    load.lists.resize(150);
    load.bytes.resize(150);
    load.contents.resize(150);
    load.options.objective = PlanObjective::time;
    CHECK(load.plan().sizes.size() == 1);
}

TEST_CASE("many batches that share few keys are fed, too many pairs are not") {
    test::PlanCase load;
    load.options.limits.rows = 1;
    SECTION("pairs of rows") {
        constexpr KeyNo k_pairs = 8'200;
        for (KeyNo key = 0; key < k_pairs; ++key) load.lists.insert(load.lists.end(), 2, {key});
        for (std::size_t row = 0; row < load.lists.size(); ++row) load.contents.push_back(row);
        const BatchPlan plan = load.plan();
        CHECK(plan.serial_reason == SerialReason::none);
        CHECK(plan.conflicts.pair_count() == k_pairs);
        CHECK(plan.parallelism() > 9.9);
        for (std::uint32_t batch = 0; batch < plan.sizes.size(); ++batch) {
            const auto others = plan.conflicts.of(batch);
            REQUIRE(others.size() == 1);
            REQUIRE(plan.conflicts.of(others[0])[0] == batch);
        }
    }
    SECTION("one key for all") {
        load.lists.assign(k_conflicting_batches_max + 1, {7});
        for (std::size_t row = 0; row < load.lists.size(); ++row) load.contents.push_back(row);
        const BatchPlan plan = load.plan();
        CHECK(plan.serial_reason == SerialReason::too_many_conflicts);
        CHECK(plan.batching.batches.front().lane == BatchLane::serial);
    }
}

TEST_CASE("the same load gives the same plan") {
    rc::prop("I6", [] {
        const auto load = *test::any_plan_case();
        const BatchPlan first = load.plan();
        const BatchPlan second = load.plan();
        RC_ASSERT(first.batching.order == second.batching.order);
        RC_ASSERT(first.batching.batches == second.batching.batches);
    });
}

TEST_CASE("shuffled rows give the same batches") {
    rc::prop("I7", [] {
        const auto load = *test::any_plan_case();
        std::vector<RowNo> order(load.lists.size());
        std::iota(order.begin(), order.end(), RowNo{0});
        for (std::size_t i = order.size(); i > 1; --i) {
            std::swap(order[i - 1], order[*rc::gen::inRange<std::size_t>(0, i)]);
        }
        const auto other = shuffled(load, order);
        const auto ranked = [](test::PlanCase one) {
            // Both number keys in one order of contents.
            if (one.key_rank.empty()) {
                for (KeyNo key = 0; key <= 40; ++key) one.key_rank.push_back(key);
            }
            return one;
        };
        RC_ASSERT(
            test::batch_contents(ranked(load).plan(), load.contents) ==
            test::batch_contents(other.plan(), other.contents)
        );
    });
}

TEST_CASE("planning a plan's output gives the same batches") {
    rc::prop("I8", [] {
        const auto load = *test::any_plan_case();
        const BatchPlan plan = load.plan();
        test::PlanCase again = load;
        for (std::size_t i = 0; i < plan.batching.order.size(); ++i) {
            const RowNo row = plan.batching.order[i];
            again.lists[i] = load.lists[row];
            again.bytes[i] = load.bytes[row];
            again.contents[i] = load.contents[row];
        }
        RC_ASSERT(
            test::batch_contents(plan, load.contents) ==
            test::batch_contents(again.plan(), again.contents)
        );
    });
}

TEST_CASE("there is a plan for every load") {
    test::PlanCase load;
    SECTION("no rows") {
        const BatchPlan plan = load.plan();
        CHECK(plan.batching.batches.empty());
        CHECK(plan.situation == PlanSituation::empty);
        CHECK(plan.makespan == Duration{});
        CHECK(plan.parallelism() == 0);
        CHECK(plan.gap() == 0);
    }
    SECTION("one row") {
        load.lists = {{0}};
        load.bytes = {5};
        load.contents = {1};
        CHECK(load.plan().batching.order == std::vector<RowNo>{0});
    }
    SECTION("rows without keys") {
        load.lists.resize(5);
        load.bytes.assign(5, 1);
        load.contents = {5, 4, 3, 2, 1};
        load.options.limits.rows = 2;
        load.options.objective = PlanObjective::batches;
        const BatchPlan plan = load.plan();
        CHECK(plan.batching.batches.size() == 3);
        CHECK(plan.batching.batches.front().lane == BatchLane::parallel);
    }
    SECTION("batches of one row, all of one key") {
        load.lists.assign(3, {7});
        load.bytes.assign(3, 1);
        load.contents = {5, 4, 3};
        load.options.limits.rows = 1;
        const BatchPlan plan = load.plan();
        CHECK(plan.conflicts.pair_count() == 3);
        CHECK(plan.situation == PlanSituation::hot_keys);
        CHECK(plan.parallelism() == Approx(1));
    }
    SECTION("a row that fits into no batch") {
        load.lists = {{0}, {0}, {0}};
        load.bytes = {5, 50, 5};
        load.contents = {1, 2, 3};
        load.options.limits.bytes = 20;
        const BatchPlan plan = load.plan();
        CHECK(plan.oversize_rows == std::vector<RowNo>{1});
        for (const PlannedBatch& batch : plan.batching.batches) {
            const auto rows = plan.batching.rows_of(batch);
            CHECK((std::count(rows.begin(), rows.end(), 1U) == 0 || rows.size() == 1));
        }
    }
}

}  // namespace rowlock
