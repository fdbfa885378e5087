#include "harness/replay/send_plan.hpp"

#include "tests/support/test.hpp"
#include "tests/unit/harness/replay/temporary_file.hpp"

namespace rowlock {
namespace {

using test::TemporaryFile;

Result<std::shared_ptr<const SendPlan>> plan_from(const std::string& batches, RowNumber rows) {
    const TemporaryFile file{
        R"({"rowlockPlan": 1, "assumed": {"workers": 4}, "batches": [)" + batches + "]}"};
    LoadStep step;
    step.order.plan = {file.path, "load.json:1:2"};
    return read_send_plan(step, rows);
}

TEST_CASE("a plan of rows becomes batches that wait for each other") {
    const auto plan = plan_from(
        R"({"id": 0, "rows": [2], "rowCount": 1, "lane": "feed", "conflicts": [1]},
           {"id": 1, "rows": [[0, 1]], "rowCount": 2, "lane": "feed", "conflicts": [0]})",
        3
    );
    if (!plan) FAIL(plan.error().message);
    CHECK(*(*plan)->rows == std::vector<RowNumber>{2, 0, 1});
    CHECK((*plan)->workers == 4);
    const auto& batches = (*plan)->batches;
    REQUIRE(batches.size() == 2);
    CHECK(batches[0].waits_for == 0);
    CHECK(batches[0].waited_for_by == std::vector<std::uint32_t>{1});
    CHECK(batches[1].first == 1);
    CHECK(batches[1].count == 2);
    CHECK(batches[1].waits_for == 1);
}

TEST_CASE("batches with files follow each other, and need no number in flight") {
    const auto plan = plan_from(
        R"({"id": 0, "file": "a.csv", "rowCount": 2, "lane": "parallel"},
           {"id": 1, "file": "b.csv", "rowCount": 1, "lane": "parallel"})",
        3
    );
    if (!plan) FAIL(plan.error().message);
    CHECK(*(*plan)->rows == std::vector<RowNumber>{0, 1, 2});
    CHECK((*plan)->batches[1].first == 2);
    CHECK((*plan)->workers == 0);
}

TEST_CASE("files of a plan are sent from its folder only, planned rows from anywhere") {
    LoadStep step;
    step.order.plan = {"fixtures/loads/plan.json", "load.json:1:2"};
    SendPlan plan;
    const auto from = [&](const std::string& path) {
        return check_plan_source(plan, step, {"rows", "Contact", CsvFileSpec{{path, ""}, {}}});
    };
    CHECK(from("fixtures/loads"));
    CHECK(from("fixtures/loads/small.json"));
    plan.has_files = true;
    CHECK(from("fixtures/../fixtures/loads"));
    const auto refused = from("fixtures/loads/small.json");
    REQUIRE_FALSE(refused);
    CHECK_THAT(refused.error().message, Catch::StartsWith("load.json:1:2: "));
    CHECK_FALSE(check_plan_source(plan, step, {"rows", "Contact", GeneratedSpec{}}));
}

TEST_CASE("a plan that does not fit names its place in the load file") {
    const auto beyond =
        plan_from(R"({"id": 0, "rows": [3], "rowCount": 1, "lane": "parallel"})", 3);
    REQUIRE_FALSE(beyond);
    CHECK_THAT(beyond.error().message, Catch::StartsWith("load.json:1:2: "));
    CHECK_THAT(beyond.error().message, Catch::Contains("rows beyond the 3 of the source"));
    CHECK_FALSE(plan_from("{", 3));
    LoadStep step;
    step.order.plan = {"/nowhere/plan.json", "load.json:1:2"};
    CHECK_FALSE(read_send_plan(step, 3));
}

}  // namespace
}  // namespace rowlock
