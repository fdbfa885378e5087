#include "checks/plan/plan_problem.hpp"

#include "tests/unit/checks/plan/plan_checker.hpp"

namespace rowlock {
namespace {

TEST_CASE("rows are numbered by primary key, then as in the load, those without keys last") {
    rc::prop("", [] {
        const test::PlanCase load = *test::any_plan_case();
        const RowKeys rows = test::rows_of(load.lists);
        const PlanInput input{rows, load.bytes, load.key_rank, load.contents, {}};
        const PlanProblem problem{input, load.options};
        std::vector<bool> seen(load.lists.size());
        for (RowNo row = 0; row < problem.row_count(); ++row) {
            const RowNo number = problem.input_row(row);
            RC_ASSERT(!seen[number]);
            seen[number] = true;
            std::set<KeyNo> keys;
            for (const KeyUse use : problem.keys().of(row)) {
                keys.insert(problem.input_key(use.key()));
            }
            RC_ASSERT(
                keys == std::set<KeyNo>(load.lists[number].begin(), load.lists[number].end())
            );
            const std::uint64_t room = load.options.limits.row_bytes();
            RC_ASSERT(
                problem.size_of(row).bytes == std::min<std::uint64_t>(load.bytes[number], room)
            );
            if (row == 0) continue;
            const KeyNo before = problem.primary_key(row - 1);
            RC_ASSERT(before <= problem.primary_key(row));
            if (before == problem.primary_key(row)) {
                RC_ASSERT(problem.input_row(row - 1) < number);
            }
        }
    });
}

TEST_CASE("the primary key of a row is its heaviest, of equals the smallest") {
    rc::prop("", [] {
        const test::PlanCase load = *test::any_plan_case();
        const RowKeys rows = test::rows_of(load.lists);
        const PlanInput input{rows, load.bytes, load.key_rank, load.contents, {}};
        const PlanProblem problem{input, load.options};
        const auto& loads = problem.root_loads();
        for (RowNo row = 0; row < problem.row_count(); ++row) {
            const KeyNo primary = problem.primary_key(row);
            RC_ASSERT((primary == k_no_key) == problem.roots().of(row).empty());
            for (const KeyUse use : problem.roots().of(row)) {
                RC_ASSERT(loads[primary].rows >= loads[use.key()].rows);
                if (loads[primary].rows == loads[use.key()].rows) RC_ASSERT(primary <= use.key());
            }
        }
    });
}

TEST_CASE("rows are listed under their keys") {
    rc::prop("", [] {
        const test::PlanCase load = *test::any_plan_case();
        const RowKeys rows = test::rows_of(load.lists);
        const PlanInput input{rows, load.bytes, load.key_rank, load.contents, {}};
        const PlanProblem problem{input, load.options};
        std::size_t primary = problem.keyless_rows().size();
        std::size_t uses = 0;
        for (KeyNo key = 0; key < problem.roots().key_count(); ++key) {
            for (const RowNo row : problem.rows_by_primary().of(key)) {
                RC_ASSERT(problem.primary_key(row) == key);
                ++primary;
            }
            for (const RowNo row : problem.rows_by_root().of(key)) {
                const auto roots = problem.roots().of(row);
                RC_ASSERT(std::any_of(roots.begin(), roots.end(), [&](KeyUse use) {
                    return use.key() == key;
                }));
                ++uses;
            }
        }
        RC_ASSERT(primary == problem.row_count());
        RC_ASSERT(uses == problem.roots().use_count());
        for (const RowNo row : problem.keyless_rows()) {
            RC_ASSERT(problem.roots().of(row).empty());
        }
    });
}

TEST_CASE("a plan does not depend on the number of threads") {
    rc::prop("down to the order of the rows", [] {
        test::PlanCase load = *test::any_plan_case();
        const BatchPlan alone = load.plan();
        load.options.threads = 2;
        const BatchPlan shared = load.plan();
        RC_ASSERT(alone.batching.order == shared.batching.order);
        RC_ASSERT(alone.starts == shared.starts);
        RC_ASSERT(alone.candidates.size() == shared.candidates.size());
        RC_ASSERT(alone.chosen == shared.chosen);
        RC_ASSERT(alone.key_usage.acquisitions == shared.key_usage.acquisitions);
    });
}

TEST_CASE("rows of a plan have the numbers of the load") {
    // Two rows of one own id, and one that no batch has room for beside another.
    const test::KeyLists lists{{1}, {0}, {1}, {0}};
    const RowKeys rows = test::rows_of(lists);
    const std::vector<std::uint32_t> bytes{1, 1, 100, 1};
    const std::vector<KeyNo> own_keys{5, 6, 7, 6};
    PlanOptions options;
    options.limits.bytes = 10;
    const BatchPlan plan = plan_batches({rows, bytes, {}, {}, own_keys}, options);
    CHECK(plan.own_key_clashes == std::vector<OwnKeyClash>{{6, 1, 3}});
    CHECK(plan.oversize_rows == std::vector<RowNo>{2});
    std::set<RowNo> alone;
    for (const PlannedBatch& batch : plan.batching.batches) {
        if (batch.rows == 1) alone.insert(plan.batching.rows_of(batch)[0]);
    }
    CHECK(alone.count(2) == 1);
}

}  // namespace
}  // namespace rowlock
