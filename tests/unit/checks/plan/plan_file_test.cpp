#include "checks/plan/plan_file.hpp"

#include "mockorg/codec/json.hpp"
#include "tests/unit/checks/plan/plan_checker.hpp"

#include <nlohmann/json.hpp>

#include <fstream>
#include <iterator>

namespace rowlock {
namespace {

PlanFile file_of(const test::PlanCase& load) {
    PlanFile file =
        plan_file_of(load.plan(), load.options.limits, load.options.cost, load.options.workers);
    file.object = "Contact";
    file.operation = "insert";
    file.rules_fingerprint = "9d2f";
    file.sources = {"contacts.csv"};
    file.source_rows = 12'345;
    return file;
}

/// A plan of three fed batches in a row, as text to be damaged.
Json good_plan() {
    return *parse_json(R"({"rowlockPlan":1,"batches":[
        {"id":0,"rows":[[0,2],5],"rowCount":4,"lane":"feed","conflicts":[1]},
        {"id":1,"rows":[4,3],"rowCount":2,"lane":"feed","conflicts":[0,2]},
        {"id":2,"file":"last.csv","rowCount":9,"lane":"feed","conflicts":[1]}]})");
}

std::string error_of(const Json& plan) {
    const auto read = read_plan_file(plan.dump());
    return read ? "" : read.error().message;
}

}  // namespace

TEST_CASE("a plan file reads back as it was written") {
    rc::prop("whatever the plan", [] {
        const PlanFile file = file_of(*test::any_plan_case());
        const auto read = read_plan_file(write_plan_file(file));
        RC_ASSERT(read.has_value());
        RC_ASSERT(read->object == file.object);
        RC_ASSERT(read->operation == file.operation);
        RC_ASSERT(read->rules_fingerprint == file.rules_fingerprint);
        RC_ASSERT(read->sources == file.sources);
        RC_ASSERT(read->source_rows == file.source_rows);
        RC_ASSERT(read->objective == file.objective);
        RC_ASSERT(read->planner == file.planner);
        RC_ASSERT(read->situation == file.situation);
        RC_ASSERT(read->workers == file.workers);
        RC_ASSERT(read->limits.rows == file.limits.rows);
        RC_ASSERT(read->limits.bytes == file.limits.bytes);
        RC_ASSERT(read->limits.header_bytes == file.limits.header_bytes);
        RC_ASSERT(read->cost.per_row == file.cost.per_row);
        RC_ASSERT(read->prediction.makespan == file.prediction.makespan);
        RC_ASSERT(read->prediction.limited_by == file.prediction.limited_by);
        RC_ASSERT(read->batches == file.batches);
        RC_ASSERT(write_plan_file(*read) == write_plan_file(file));
    });
}

TEST_CASE("a plan says which rows each batch has, in their order") {
    const auto plan = read_plan_file(good_plan().dump());
    REQUIRE(plan.has_value());
    CHECK(plan->batches[0].rows == std::vector<NumberRange>{{0, 3}, {5, 1}});
    CHECK(plan->batches[1].rows == std::vector<NumberRange>{{4, 1}, {3, 1}});
    CHECK(plan->batches[2].file == "last.csv");
    CHECK(plan->batches[1].conflicts == std::vector<NumberRange>{{0, 1}, {2, 1}});
}

TEST_CASE("the example of the documentation is a plan") {
    std::ifstream file{"docs/plan-file.md"};
    const std::string page{std::istreambuf_iterator<char>{file}, {}};
    const std::size_t begin = page.find("```json\n") + 8;
    const auto plan = read_plan_file(page.substr(begin, page.find("```", begin) - begin));
    REQUIRE(plan.has_value());
    CHECK(plan->batches.size() == 3);
    CHECK(plan->prediction.makespan == seconds(330));
}

TEST_CASE("a damaged plan is refused with the batch and the reason") {
    Json plan = good_plan();
    const auto message = [&](const char* expected) {
        CHECK_THAT(error_of(plan), Catch::Contains(expected));
    };
    SECTION("version") {
        plan["rowlockPlan"] = 2;
        message("\"rowlockPlan\" must be 1");
    }
    SECTION("unknown member") {
        plan["batches"][1]["lain"] = "feed";
        message("batch 1: unknown member \"lain\"");
    }
    SECTION("row twice") {
        plan["batches"][1]["rows"] = {4, 2};
        message("batch 1: row 2 is in two batches");
    }
    SECTION("row count") {
        plan["batches"][0]["rowCount"] = 5;
        message("batch 0: \"rowCount\" is not the number of its rows");
    }
    SECTION("no row count") {
        plan["batches"][2].erase("rowCount");
        message("batch 2: \"rowCount\" is missing");
    }
    SECTION("row twice in one batch") {
        plan["batches"][1]["rows"] = {4, 4};
        message("batch 1: row 4 is in two batches");
    }
    SECTION("file twice") {
        plan["batches"][1].erase("rows");
        plan["batches"][1]["file"] = "./last.csv";
        message("batch 2: its file is that of batch 1, too");
    }
    SECTION("one-sided conflict") {
        plan["batches"][1]["conflicts"] = {0};
        message("batch 2: names batch 1 in \"conflicts\", but not the other way");
    }
    SECTION("conflict with nobody") {
        plan["batches"][2]["conflicts"] = {1, 3};
        message("batch 2: \"conflicts\" names a batch that does not exist");
    }
    SECTION("conflict with itself") {
        plan["batches"][2]["conflicts"] = {1, 2};
        message("batch 2: is in conflict with itself");
    }
    SECTION("a conflict that the lanes let happen") {
        plan["batches"][0]["lane"] = "parallel";
        message("batch 0: may run at the same time as batch 1, its conflict");
    }
    SECTION("numbers out of place") {
        plan["batches"][0]["id"] = 1;
        message("batch 0: \"id\" must be the batch's position");
    }
    SECTION("neither file nor rows") {
        plan["batches"][2].erase("file");
        message("batch 2: needs either \"file\" or \"rows\"");
    }
    SECTION("a range that runs backwards, a huge one, a text") {
        plan["batches"][1]["rows"] = *parse_json("[[4,3]]");
        message("batch 1: \"rows\" must hold numbers and [first, last] pairs");
        plan["batches"][1]["rows"] = *parse_json("[4294967295]");
        message("batch 1: \"rows\" must hold");
        plan["batches"][1]["rows"] = "all";
        message("batch 1: \"rows\" must be a list");
    }
    SECTION("lane") {
        plan["batches"][1]["lane"] = "fast";
        message("batch 1: \"lane\" must be");
    }
    SECTION("no batches") {
        plan.erase("batches");
        message("\"batches\" is missing");
    }
}

TEST_CASE("what is no plan at all is an error") {
    for (const char* text :
         {"",
          "[]",
          "7",
          "{\"rowlockPlan\":1,\"batches\":7}",
          "{\"rowlockPlan\":1,\"batches\":[7]}",
          "{\"rowlockPlan\":1,\"assumed\":[],\"batches\":[]}"}) {
        CAPTURE(text);
        CHECK_FALSE(read_plan_file(text).has_value());
    }
}

}  // namespace rowlock
