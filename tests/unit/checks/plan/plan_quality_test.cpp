// The families of loads of the planning facts (7.1), small: how busy a plan keeps ten workers.
#include "checks/plan/batch_plan.hpp"
#include "tests/bench/plan_families.hpp"
#include "tests/support/test.hpp"
#include "tests/unit/checks/plan/plan_checker.hpp"

#include <algorithm>

namespace rowlock {
namespace {

BatchPlan plan_of(const bench::FamilyLoad& load, std::uint32_t batch_rows) {
    PlanOptions options;
    options.limits = load.limits;
    options.limits.rows = batch_rows;
    // As many seconds for a batch in proportion to its rows as with 10,000.
    options.cost.per_batch = options.cost.per_row * (batch_rows * 5 / 160);
    return plan_batches({load.rows, load.row_bytes, load.key_rank, load.row_rank, {}}, options);
}

}  // namespace

TEST_CASE("parents that fit into batches keep all workers busy without a feed") {
    for (const auto& load : {
             bench::even_parents(40'000, 10),
             bench::drawn_parents(40'000, 4'000),
             bench::crossed_tasks(40'000, 0),
             bench::sparse_parents(40'000),
             bench::hierarchy(40'000),
         }) {
        CAPTURE(load.name);
        const BatchPlan plan = plan_of(load, 200);
        CHECK(plan.key_usage.shared_keys == 0);
        CHECK(plan.situation == PlanSituation::components_fit);
        CHECK(plan.parallelism() > 9.5);
    }
}

TEST_CASE("hot parents cost no more than the bound") {
    for (const auto& load : {
             bench::zipf_parents(100'000, 10'000, 1.0),
             bench::zipf_parents(100'000, 10'000, 1.2),
             bench::giant_parents(100'000),
             bench::single_parent(20'000),
         }) {
        CAPTURE(load.name);
        const BatchPlan plan = plan_of(load, 500);
        CHECK(plan.gap() < 0.03);
        CHECK(plan.situation == PlanSituation::hot_keys);
    }
}

TEST_CASE("cross links, paths and junctions keep the workers busy with a feed") {
    struct Expected {
        bench::FamilyLoad load;
        double parallelism;
    };

    const Expected families[] = {
        {bench::crossed_tasks(100'000, 6), 9.5},
        {bench::crossed_tasks(100'000, 10), 9.4},
        {bench::crossed_tasks(100'000, 30), 9.3},
        {bench::crossed_tasks(100'000, 100), 9.3},
        {bench::path(50'000), 9.8},
        {bench::junction(100'000, 2'000), 9.5},
    };
    for (const Expected& family : families) {
        CAPTURE(family.load.name);
        const BatchPlan plan = plan_of(family.load, 500);
        CHECK(plan.parallelism() > family.parallelism);
        CHECK(plan.serial_makespan_min > plan.makespan * 2);
    }
}

TEST_CASE("shuffling a tangled load changes no batch") {
    for (const double cross : {6.0, 30.0}) {
        const bench::FamilyLoad load = bench::crossed_tasks(10'000, cross);
        bench::FamilyLoad reversed = load;
        reversed.rows = RowKeys{};
        for (std::size_t row = load.rows.row_count(); row-- > 0;) {
            for (const KeyUse use : load.rows.of(static_cast<RowNo>(row))) reversed.rows.add(use);
            reversed.rows.end_row();
        }
        std::reverse(reversed.row_rank.begin(), reversed.row_rank.end());
        const auto batches = [](const bench::FamilyLoad& each) {
            return test::batch_contents(plan_of(each, 100), each.row_rank);
        };
        CAPTURE(load.name);
        CHECK(batches(load) == batches(reversed));
    }
}

TEST_CASE("bytes bind where rows are large") {
    const BatchPlan plan = plan_of(bench::large_rows(20'000), 10'000);
    CHECK(plan.sizes.size() == 40);
    CHECK(plan.key_usage.shared_keys == 0);
}

TEST_CASE("groups that fill a batch badly need as many batches as the bound says") {
    const BatchPlan plan = plan_of(bench::awkward_parents(20'200, 101, 200), 200);
    CHECK(plan.sizes.size() == 200);
    CHECK(plan.bounds.safe_batches_min == 200);
}

}  // namespace rowlock
