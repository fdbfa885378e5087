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

/// Three batches of 2,000 contacts each, all of one account, in this lane.
CheckReport report_of_plan(const Folder& folder, BatchLane lane, bool declared) {
    const std::string text = contacts_of(std::vector<int>(6000, 1));
    AssessRequest wanted = test::contact_request({folder.write("a.csv", text)});
    wanted.batch_rows.reset();
    PlanFile plan;
    for (std::uint32_t i = 0; i < 3; ++i) {
        plan.batches.push_back(rows_batch({{i * 2000, 2000}}));
        plan.batches[i].lane = lane;
        if (declared && i > 0) plan.batches[i].conflicts.push_back({0, i});
        if (declared && i < 2) plan.batches[i].conflicts.push_back({i + 1, 2 - i});
    }
    wanted.plan = plan;
    wanted.parts.matrix = true;
    return test::assessed(wanted).report;
}

TEST_CASE("a feed that is told of no conflict is judged like a parallel lane") {
    const Folder folder;
    const CheckReport parallel = report_of_plan(folder, BatchLane::parallel, false);
    const CheckReport feed = report_of_plan(folder, BatchLane::feed, false);
    CHECK(feed.verdict() == CheckVerdict::unsafe);
    CHECK(feed.hard.keys == 1);
    CHECK(feed.hard.witnesses.size() == 1);
    CHECK(feed.hard.pairs == parallel.hard.pairs);
    CHECK(feed.hard.overlapping_pairs == parallel.hard.overlapping_pairs);
    REQUIRE(feed.windows.size() == parallel.windows.size());
    for (std::size_t i = 0; i < feed.windows.size(); ++i) {
        CHECK(feed.windows[i].keys == 1);
        CHECK(feed.windows[i].keys == parallel.windows[i].keys);
    }
    REQUIRE(feed.forecast);
    CHECK(feed.forecast->highest_rate > 0.0);
    CHECK(feed.forecast->highest_rate == parallel.forecast->highest_rate);
    CHECK(feed.forecast->lowest_rate == parallel.forecast->lowest_rate);
    REQUIRE(feed.matrix);
    CHECK(feed.matrix->cells == parallel.matrix->cells);
}

TEST_CASE("a feed that is told of its conflicts is safe") {
    const CheckReport report = report_of_plan(Folder{}, BatchLane::feed, true);
    CHECK(report.verdict() == CheckVerdict::safe);
    CHECK(report.hard.overlapping_pairs == 0);
    REQUIRE(report.forecast);
    CHECK(report.forecast->highest_rate == 0.0);
}

}  // namespace
}  // namespace rowlock
