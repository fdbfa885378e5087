#include "checks/assess/plan_batching.hpp"

#include "tests/support/test.hpp"
#include "tests/unit/checks/assess/small_load.hpp"

namespace rowlock {
namespace {

using test::contacts_of;
using test::Folder;

PlanFileBatch rows_batch(std::vector<NumberRange> rows) {
    PlanFileBatch batch;
    for (const NumberRange& range : rows) batch.size.rows += range.count;
    batch.rows = std::move(rows);
    return batch;
}

TEST_CASE("a plan of row ranges orders the load's rows, other loads follow") {
    const Folder folder;
    InputRequest wanted = test::contacts_request({folder.write("a.csv", contacts_of({1, 2, 3}))});
    wanted.loads.push_back(
        {"Contact", WriteOperation::insert, "", {folder.write("b.csv", contacts_of({4, 5}))}, {}}
    );
    const LoadedInput input = test::load(wanted);
    PlanFile plan;
    plan.batches = {rows_batch({{2, 1}}), rows_batch({{0, 2}})};
    plan.batches[1].phase = 3;
    const std::vector<BatchCut> cuts(2, BatchCut{1, {}});
    const auto batching = apply_plan(plan, input.files(), cuts);
    REQUIRE(batching);
    CHECK(batching->order == std::vector<RowNo>{2, 0, 1, 3, 4});
    REQUIRE(batching->batches.size() == 4);
    CHECK(batching->batches[1].first == 1);
    CHECK(batching->batches[1].rows == 2);
    CHECK(batching->batches[1].phase == 3);
    CHECK(batching->batches[2].load == 1);
    plan.batches[0] = rows_batch({{3, 1}});
    CHECK_FALSE(apply_plan(plan, input.files(), cuts));
}

TEST_CASE("a batch's file must have the rows that the plan says") {
    const Folder folder;
    InputRequest wanted = test::contacts_request({folder.write("a.csv", contacts_of({1, 2, 3}))});
    const LoadedInput input = test::load(wanted);
    PlanFile plan;
    plan.batches.resize(1);
    plan.batches[0].file = "a.csv";
    plan.batches[0].size.rows = 3;
    const std::vector<BatchCut> cuts(1);
    CHECK(apply_plan(plan, input.files(), cuts));
    plan.batches[0].size.rows = 4;
    const auto refused = apply_plan(plan, input.files(), cuts);
    REQUIRE_FALSE(refused);
    CHECK_THAT(refused.error().message, Catch::Contains("has 3 rows, the plan says 4"));
}

TEST_CASE("a plan does not send more rows than its sources have") {
    const Folder folder;
    const LoadedInput input =
        test::load(test::contacts_request({folder.write("a.csv", contacts_of({1, 2, 3}))}));
    PlanFile plan;
    plan.path = "p.json";
    plan.batches.resize(1);
    plan.batches[0].file = "a.csv";
    plan.batches[0].size.rows = 3;
    const std::vector<BatchCut> cuts(1);
    plan.source_rows = 3;
    CHECK(apply_plan(plan, input.files(), cuts));
    plan.source_rows = 2;
    const auto refused = apply_plan(plan, input.files(), cuts);
    REQUIRE_FALSE(refused);
    CHECK(refused.error().message == "p.json: its batches have 3 rows, its sources 2");
}

}  // namespace
}  // namespace rowlock
