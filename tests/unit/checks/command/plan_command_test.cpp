#include "checks/command/plan_command.hpp"

#include "mockorg/codec/json.hpp"
#include "tests/support/test.hpp"
#include "tests/unit/checks/command/command_runs.hpp"

#include <nlohmann/json.hpp>

#include <filesystem>
#include <fstream>

namespace rowlock {
namespace {

using test::check_of;
using test::CommandRun;
using test::contacts_of;
using test::Folder;
using test::plan_of;
using test::run;

/// `rowlock check --plan` of a plan file.
CommandRun check_plan(const std::string& path) {
    CheckOptions options;
    options.plan_file = path;
    return run(options);
}

std::vector<std::string> lines_of(const std::string& text) {
    std::vector<std::string> lines;
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t end = text.find('\n', at);
        lines.push_back(text.substr(at, end - at));
        at = end + 1;
    }
    return lines;
}

TEST_CASE("a plan without conflicts keeps every row, byte for byte, and is checked safe") {
    const Folder folder;
    const std::string rows = contacts_of({1, 2, 1, 2, 3, 3, 1}) + "\"A \"\"B\"\", C\",\n";
    PlanCommandOptions options = plan_of(folder.write("c.csv", rows), 3);
    options.out_folder = folder.path("out");
    const CommandRun planned = run(options);
    CHECK(planned.code == 0);
    CHECK_THAT(planned.out, Catch::StartsWith("CONFLICT-FREE"));
    std::vector<std::string> written;
    for (const auto& entry : std::filesystem::directory_iterator{folder.path("out")}) {
        if (entry.path().extension() != ".csv") continue;
        auto lines = lines_of(test::text_of_file(entry.path().string()));
        CHECK(lines.front() == "LastName,AccountId");
        written.insert(written.end(), lines.begin() + 1, lines.end());
    }
    auto expected = lines_of(rows);
    expected.erase(expected.begin());
    std::sort(expected.begin(), expected.end());
    std::sort(written.begin(), written.end());
    CHECK(written == expected);
    const CommandRun checked = check_plan(folder.path("out/plan.json"));
    CHECK(checked.code == 0);
    CHECK_THAT(checked.out, Catch::StartsWith("SAFE"));
}

TEST_CASE("a hot parent makes a feed, or a serial lane where there is no feed") {
    const Folder folder;
    PlanCommandOptions options =
        plan_of(folder.write("c.csv", contacts_of({1, 1, 1, 1, 1, 2, 3})), 2);
    options.out_folder = folder.path("out");
    options.compare = true;
    options.explain = true;
    const CommandRun fed = run(options);
    CHECK(fed.code == 0);
    CHECK_THAT(fed.out, Catch::StartsWith("FEED"));
    CHECK_THAT(fed.out, Catch::Contains("<- chosen"));
    CHECK_THAT(fed.out, Catch::Contains("Only rows of single records exceed a batch"));
    CHECK(check_plan(folder.path("out/plan.json")).code == 0);
    options.no_feed = true;
    options.force = true;
    options.input.api = "bulk1";
    const CommandRun serial = run(options);
    CHECK_THAT(serial.out, Catch::StartsWith("SERIAL LANE"));
    CheckOptions check;
    check.plan_file = folder.path("out/plan.json");
    check.input.api = "bulk1";
    CHECK(run(check).code == 0);
}

TEST_CASE("more conflicts than a feed can list make phases, which the checker finds safe") {
    const Folder folder;
    std::string text = "LastName,AccountId\n";
    for (int row = 0; row < 70'000; ++row) {
        const std::string parent = std::to_string(row % 7'000);
        text += "C,001" + std::string(12 - parent.size(), '0') + parent + '\n';
    }
    PlanCommandOptions options = plan_of(folder.write("c.csv", text), 1);
    options.plan_file = folder.path("plan.json");
    options.explain = true;
    const CommandRun planned = run(options);
    CHECK(planned.code == 0);
    CHECK_THAT(planned.out, Catch::StartsWith("PHASES: 10 in which"));
    CHECK_THAT(planned.out, Catch::Contains("good enough to try no other"));
    CHECK_THAT(
        planned.out, Catch::Contains("There is no feed, for too many batches share records")
    );
    const CommandRun checked = check_plan(folder.path("plan.json"));
    CHECK(checked.code == 0);
    CHECK_THAT(checked.out, Catch::StartsWith("SAFE"));
}

TEST_CASE("what must be serial is one job at a time with Bulk API 2.0, and the check says so") {
    const Folder folder;
    PlanCommandOptions options =
        plan_of(folder.write("c.csv", contacts_of({1, 1, 1, 1, 1, 2, 3})), 2);
    options.out_folder = folder.path("out");
    options.no_feed = true;
    options.explain = true;
    const CommandRun planned = run(options);
    CHECK(planned.code == 0);
    CHECK_THAT(planned.out, Catch::StartsWith("ONE AT A TIME"));
    CHECK_THAT(planned.out, Catch::Contains("--no-feed"));
    const CommandRun held = check_plan(folder.path("out/plan.json"));
    CHECK(held.code == 0);
    CHECK_THAT(held.out, Catch::Contains("Bulk API 2.0 has no Serial mode, so the client keeps"));
    CheckOptions bulk1;
    bulk1.plan_file = folder.path("out/plan.json");
    bulk1.input.api = "bulk1";
    CHECK_THAT(run(bulk1).out, Catch::Contains("Serial jobs run one batch at a time"));
    // A serial lane that another one's client holds is no lane of the org.
    CheckOptions beside = bulk1;
    beside.input.api = "bulk2";
    beside.beside = {"Contact:insert:" + folder.path("c.csv")};
    CHECK(run(beside).code == 1);
}

TEST_CASE("a plan keeps what a check needs to see the load as the planner did") {
    const Folder folder;
    const std::string schema = std::filesystem::absolute("fixtures/schemas/external-id.json");
    const std::string accounts =
        folder.write("accounts.csv", "Id,Name\n001000000000001,A\n001000000000002,B\n");
    PlanCommandOptions options = plan_of(folder.write(
        "c.csv", "External_ID__c,LastName,AccountId\nx,A,001000000000001\ny,B,001000000000002\n"
    ));
    options.input.operation = "upsert";
    options.input.external_id = "External_ID__c";
    options.input.schema_file = schema;
    options.input.references = {"Account:" + accounts};
    options.input.delimiter = "COMMA";
    options.input.api = "bulk1";
    options.input.lock_rules_file = folder.write("rules.json", R"({"rules": []})");
    options.out_folder = folder.path("deep/out");
    REQUIRE(run(options).code == 0);
    const auto plan = parse_json(test::text_of_file(folder.path("deep/out/plan.json")));
    REQUIRE(plan);
    CHECK((*plan)["api"] == "bulk1");
    CHECK((*plan)["externalId"] == "External_ID__c");
    CHECK((*plan)["delimiter"] == "COMMA");
    CHECK((*plan)["lockRules"] == "../../rules.json");
    CHECK((*plan)["references"][0]["object"] == "Account");
    CHECK((*plan)["references"][0]["files"][0] == "../../accounts.csv");
    CHECK((*plan)["assumed"]["batchBytesMax"] == 10'000'000);
    const CommandRun checked = check_plan(folder.path("deep/out/plan.json"));
    INFO(checked.out << checked.err);
    CHECK(checked.code == 0);
    // Under other rules it says so, and may fail for it.
    folder.write(
        "rules.json",
        R"({"rules": [{"id": "mine", "object": "Contact", "operations": ["insert"],
            "path": "Account", "strength": "may", "evidence": "reported", "note": "seen here"}]})"
    );
    CheckOptions other;
    other.plan_file = folder.path("deep/out/plan.json");
    const CommandRun warned = run(other);
    INFO(warned.out << warned.err);
    CHECK_THAT(warned.out, Catch::Contains("[plan-rules]"));
    other.fail_on = "warning";
    CHECK(run(other).code == 1);
}

TEST_CASE("a feed plan that hides a conflict is found out") {
    const Folder folder;
    const std::string path = folder.write("c.csv", contacts_of({1, 1, 1, 1}));
    PlanCommandOptions options = plan_of(path);
    options.plan_file = folder.path("plan.json");
    REQUIRE(run(options).code == 0);
    CHECK(check_plan(options.plan_file).code == 0);
    auto plan = parse_json(test::text_of_file(options.plan_file));
    REQUIRE(plan);
    for (auto& batch : (*plan)["batches"]) batch.erase("conflicts");
    folder.write("plan.json", plan->dump());
    const CommandRun found = check_plan(options.plan_file);
    CHECK(found.code == 1);
    CHECK_THAT(found.out, Catch::StartsWith("NOT SAFE: 1 record"));
}

TEST_CASE("the JSON answer has the figures of the text") {
    const Folder folder;
    PlanCommandOptions options = plan_of(folder.write("c.csv", contacts_of({1, 2, 1, 2})));
    options.json = true;
    const auto json = parse_json(run(options).out);
    REQUIRE(json);
    CHECK((*json)["command"] == "plan");
    CHECK((*json)["rows"] == 4);
    CHECK((*json)["batches"]["parallel"] == 2);
    CHECK((*json)["conflictingPairs"] == 0);
    CHECK((*json)["unguardedKeys"] == 0);
    CHECK((*json)["candidates"].size() > 0);
}

TEST_CASE("what no plan can help is a finding") {
    const Folder folder;
    PlanCommandOptions options =
        plan_of(folder.write("c.csv", "Id,LastName\n003000000000001,A\n003000000000001,B\n"), 2);
    options.input.operation = "update";
    const CommandRun clash = run(options);
    CHECK(clash.code == 1);
    CHECK_THAT(clash.out, Catch::Contains("write the same record"));
}

TEST_CASE("files of different columns are not mixed") {
    const Folder folder;
    PlanCommandOptions options = plan_of(folder.write("a.csv", contacts_of({1})));
    options.input.files.push_back(folder.write("b.csv", "AccountId,LastName\n,B\n"));
    const CommandRun refused = run(options);
    CHECK(refused.code == 2);
    CHECK_THAT(refused.err, Catch::Contains("b.csv"));
    options.objective = "beauty";
    CHECK(run(options).code == 2);
}

TEST_CASE("whatever is planned, the check agrees") {
    rc::prop("any parents, any size", [] {
        const auto accounts =
            *rc::gen::nonEmpty(rc::gen::container<std::vector<int>>(rc::gen::inRange(1, 9)));
        const Folder folder;
        PlanCommandOptions options =
            plan_of(folder.write("c.csv", contacts_of(accounts)), *rc::gen::inRange(1U, 5U));
        options.no_feed = *rc::gen::arbitrary<bool>();
        options.objective = *rc::gen::element<std::string>("safety", "time", "batches");
        options.out_folder = folder.path("out");
        options.input.api = "bulk1";
        RC_ASSERT(run(options).code == 0);
        CheckOptions check;
        check.plan_file = folder.path("out/plan.json");
        check.verdict_only = true;
        check.input.api = "bulk1";
        RC_ASSERT(run(check).code == 0);
    });
}

TEST_CASE("a plan promises no more than the checker finds in it") {
    const Folder folder;
    const std::string ids = "0038c0000000000AAA,x\n0038c0000000001AAA,y\n";
    const auto [text, operation, code] = GENERATE_COPY(
        std::tuple<std::string, std::string, int>{"Id,LastName\n" + ids, "update", 1},
        std::tuple<std::string, std::string, int>{
            "Id,LastName,AccountId\n0038c0000000000AAA,x,001000000000001AAA\n"
            "0038c0000000001AAA,x,001000000000002AAA\n",
            "update",
            0},
        std::tuple<std::string, std::string, int>{
            "LastName,Account.Nothing__c\nA,E1\nB,E1\n", "insert", 1}
    );
    CAPTURE(text);
    PlanCommandOptions options = plan_of(folder.write("c.csv", text), 1);
    options.input.operation = operation;
    options.plan_file = folder.path("plan.json");
    const CommandRun planned = run(options);
    CHECK_THAT(planned.out, Catch::StartsWith("INCOMPLETE"));
    CHECK_THAT(planned.out, Catch::Contains("warning: the plan knows nothing of some locks"));
    CHECK(planned.code == code);
    CheckOptions check;
    check.plan_file = options.plan_file;
    check.verdict_only = true;
    const CommandRun checked = run(check);
    CHECK_THAT(checked.out, Catch::StartsWith("INCOMPLETE"));
    CHECK(checked.code == code);
}

/// Takes all batches but the first out of a plan file.
void keep_first_batch(const std::string& path) {
    Json plan = *parse_json(test::text_of_file(path));
    Json first = plan.at("batches").at(0);
    first["conflicts"] = Json::array();
    plan["batches"] = Json::array({first});
    std::ofstream{path} << plan.dump();
}

TEST_CASE("a plan that leaves rows of the load out is an error") {
    const Folder folder;
    PlanCommandOptions options = plan_of(folder.write("c.csv", contacts_of({1, 2, 3, 4, 5})), 2);
    options.out_folder = folder.path("out");
    options.plan_file = folder.path("plan.json");
    REQUIRE(run(options).code == 0);
    for (const char* name : {"plan.json", "out/plan.json"}) {
        const std::string path = folder.path(name);
        CAPTURE(path);
        CHECK(check_plan(path).code == 0);
        keep_first_batch(path);
        const CommandRun lacking = check_plan(path);
        CHECK(lacking.code == 1);
        CHECK_THAT(lacking.out, Catch::Contains("[left-out-rows]"));
        CHECK_THAT(lacking.out, Catch::Contains("3 rows of the load are in no batch of the plan"));
    }
}

TEST_CASE("the checker takes the batches of a row plan for batches") {
    const Folder folder;
    std::string rows = "LastName,AccountId\n";
    for (int row = 0; row < 12'000; ++row) {
        rows += "C,001" + std::to_string(100'000'000'000 + row) + '\n';
    }
    PlanCommandOptions options = plan_of(folder.write("c.csv", rows), 10'000);
    options.input.api = "bulk1";
    options.plan_file = folder.path("plan.json");
    REQUIRE(run(options).code == 0);
    const CommandRun checked = check_plan(options.plan_file);
    CHECK(checked.code == 0);
    CHECK_THAT(checked.out, !Catch::Contains("[batch-rows]"));
}

TEST_CASE("ids are held against those of the plan's transactions, not of the file's") {
    const Folder folder;
    const std::string path = folder.write(
        "c.csv",
        "Id,LastName,AccountId\n0038c0000000000AAA,a,\n0038c0000000000,b,\n0038c0000000001AAA,c,\n"
    );
    const auto planned = [&](const std::string& batches) {
        return check_plan(folder.write(
            "plan.json",
            R"({"rowlockPlan":1,"object":"Contact","operation":"update","sources":["c.csv"],)" +
                batches
        ));
    };
    const CommandRun apart =
        planned(R"("batches":[{"id":0,"rows":[0,2],"rowCount":2,"lane":"serial"},)"
                R"({"id":1,"rows":[1],"rowCount":1,"lane":"serial"}]})");
    CHECK_THAT(apart.out, !Catch::Contains("[duplicate-id]"));
    const CommandRun together =
        planned(R"("batches":[{"id":0,"rows":[1,2,0],"rowCount":3,"lane":"serial"}]})");
    CHECK(together.code == 1);
    CHECK_THAT(together.out, Catch::Contains("[duplicate-id]"));
    CHECK_THAT(together.out, Catch::Contains("row 1 (line 2)"));
}

TEST_CASE("a plan says that two names may be one record, as the check of it does") {
    const Folder folder;
    PlanCommandOptions options =
        plan_of(folder.write("j.csv", "A1__r.E1__c,A2__r.E2__c\nx0,y1\nx1,y2\nx2,y0\nx3,y3\n"), 1);
    options.input.object = "J__c";
    options.input.schema_file = folder.write(
        "s.json",
        R"({"objects": [
        {"name": "Account", "fields": [
            {"name": "E1__c", "type": "string", "length": 80, "externalId": true},
            {"name": "E2__c", "type": "string", "length": 80, "externalId": true}]},
        {"name": "J__c", "fields": [
            {"name": "A1__c", "type": "reference", "referenceTo": ["Account"],
             "relationshipName": "A1__r", "relationshipOrder": 0},
            {"name": "A2__c", "type": "reference", "referenceTo": ["Account"],
             "relationshipName": "A2__r", "relationshipOrder": 1}]}]})"
    );
    options.plan_file = folder.path("p.json");
    const CommandRun planned = run(options);
    CHECK(planned.code == 1);
    CHECK_THAT(planned.out, !Catch::Contains("CONFLICT-FREE"));
    CHECK_THAT(planned.out, Catch::StartsWith("INCOMPLETE"));
    CHECK_THAT(planned.out, Catch::Contains("4 records by E1__c (E1__c = x0, "));
    CHECK_THAT(planned.out, Catch::Contains("4 records by E2__c (E2__c = y1, "));
    const CommandRun checked = check_plan(options.plan_file);
    CHECK(checked.code == 1);
    CHECK_THAT(checked.out, Catch::StartsWith("INCOMPLETE"));
    CHECK_THAT(checked.out, Catch::Contains("[unresolved-lookup]"));
    options.json = true;
    CHECK_THAT(run(options).out, Catch::Contains(R"("keysLeftOpen":true)"));
    options.json = false;
    const std::string accounts = folder.write("a.csv", "E1__c,E2__c\nx0,y0\nx1,y1\nx2,y2\nx3,y3\n");
    options.input.references = {"Account:" + accounts};
    options.input.batch_rows = 4;
    const CommandRun settled = run(options);
    CHECK(settled.code == 0);
    CHECK_THAT(settled.out, Catch::StartsWith("CONFLICT-FREE"));
}

TEST_CASE("a delimiter that was found out stands in the plan") {
    const Folder folder;
    PlanCommandOptions options =
        plan_of(folder.write("c.csv", "LastName;AccountId\nx;001000000000001\n"));
    options.plan_file = folder.path("plan.json");
    CHECK(run(options).code == 0);
    CHECK_THAT(
        test::text_of_file(options.plan_file), Catch::Contains(R"("delimiter":"SEMICOLON")")
    );
    CHECK(check_plan(options.plan_file).code == 0);
}

TEST_CASE("a batch of Bulk API 2.0 cannot be planned larger than what a job is cut into") {
    const Folder folder;
    PlanCommandOptions options = plan_of(folder.write("c.csv", contacts_of({1, 1})), 10'001);
    const CommandRun refused = run(options);
    CHECK(refused.code == 2);
    CHECK_THAT(refused.err, Catch::Contains("--batch-size"));
    options.input.api = "bulk1";
    CHECK(run(options).code == 0);
    options.input.api = "bulk2";
    options.input.batch_rows = 10'000;
    CHECK(run(options).code == 0);
}

}  // namespace
}  // namespace rowlock
