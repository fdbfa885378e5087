#include "checks/command/check_command.hpp"

#include "mockorg/base/record_id.hpp"
#include "mockorg/codec/json.hpp"
#include "mockorg/schema/schema_loader.hpp"
#include "tests/support/test.hpp"
#include "tests/unit/checks/command/command_runs.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace rowlock {
namespace {

using test::check_of;
using test::CommandRun;
using test::contacts_of;
using test::Folder;
using test::run;

TEST_CASE("conflicts end with 1 and say where, clean files with 0") {
    const Folder folder;
    const CommandRun bad = run(check_of(folder.write("bad.csv", contacts_of({1, 2, 1, 2}))));
    CHECK(bad.code == 1);
    CHECK_THAT(bad.out, Catch::StartsWith("NOT SAFE: 2 records"));
    CHECK_THAT(bad.out, Catch::Contains("bad.csv row 1 (line 2), batch 1"));
    CHECK(bad.err.empty());
    const CommandRun good = run(check_of(folder.write("good.csv", contacts_of({1, 1, 2, 2}))));
    CHECK(good.code == 0);
    CHECK_THAT(good.out, Catch::StartsWith("SAFE"));
}

TEST_CASE("an SFDX project is a schema: details of one master collide") {
    const auto schema = read_schema_file("fixtures/schemas/project");
    REQUIRE(schema);
    const auto csv = [&](std::initializer_list<std::uint64_t> sites) {
        std::string text = "Day__c,Site__c\n";
        for (const std::uint64_t site : sites) {
            const KeyPrefix prefix = (*schema)->find("Site__c")->key_prefix;
            text += "2026-01-01," + RecordId::make(prefix, {'0', '0', '0'}, site).text() + "\n";
        }
        return text;
    };
    const Folder folder;
    CheckOptions options = check_of(folder.write("bad.csv", csv({1, 2, 1, 2})));
    options.input.object = "Visit__c";
    options.input.schema_file = "fixtures/schemas/project";
    const CommandRun bad = run(options);
    CHECK(bad.code == 1);
    CHECK_THAT(bad.out, Catch::StartsWith("NOT SAFE: 2 records"));
    options.input.files = {folder.write("good.csv", csv({1, 1, 2, 2}))};
    const CommandRun good = run(options);
    CHECK_THAT(good.err, Catch::StartsWith("note: unknown: fixtures/schemas/project/force-app"));
    CHECK_THAT(good.err, Catch::Contains("Opportunity.Shape__c: type 'Hologram'\n"));
    CHECK(std::count(good.err.begin(), good.err.end(), '\n') == 1);
    // Accounts count their sites; the file does not say which account a site has.
    CHECK_THAT(good.out, Catch::StartsWith("INCOMPLETE"));
    options.input.schema_file.clear();
    CHECK(run(options).code == 2);
}

TEST_CASE("what proves nothing does not end with 0") {
    const Folder folder;
    const std::string ids = "Id\n003000000000001\n003000000000002\n003000000000003\n";
    CheckOptions deleted = check_of(folder.write("d.csv", ids));
    deleted.input.operation = "delete";
    for (const bool verdict_only : {false, true}) {
        deleted.verdict_only = verdict_only;
        const CommandRun incomplete = run(deleted);
        CHECK(incomplete.code == 1);
        CHECK_THAT(incomplete.out, Catch::StartsWith("INCOMPLETE"));
        for (const char* text : {"", "LastName\n"}) {
            CheckOptions empty = check_of(folder.write("e.csv", text));
            empty.verdict_only = verdict_only;
            const CommandRun nothing = run(empty);
            CHECK(nothing.code == 1);
            CHECK_THAT(nothing.out, Catch::StartsWith("SAFE: there are no rows"));
        }
    }
    deleted.fail_on = "never";
    CHECK(run(deleted).code == 0);
    // A single batch has nobody to collide with, whatever it locks.
    CheckOptions alone = check_of(folder.write("one.csv", "Id\n003000000000001\n"));
    alone.input.operation = "delete";
    const CommandRun safe = run(alone);
    CHECK(safe.code == 0);
    CHECK_THAT(safe.out, Catch::StartsWith("SAFE"));
}

TEST_CASE("the threshold decides what counts as failure") {
    const Folder folder;
    CheckOptions options = check_of(folder.write("bad.csv", contacts_of({1, 2, 1, 2})));
    options.fail_on = "never";
    CHECK(run(options).code == 0);
    options.fail_on = "perhaps";
    const CommandRun wrong = run(options);
    CHECK(wrong.code == 2);
    CHECK_THAT(wrong.err, Catch::Contains("--fail-on: 'perhaps'"));
    CHECK(wrong.out.empty());
}

TEST_CASE("an accepted finding no longer fails, a further one does") {
    const Folder folder;
    CheckOptions options = check_of(folder.write("c.csv", contacts_of({1, 2, 1, 3})));
    options.write_baseline_file = folder.path("baseline.json");
    CHECK(run(options).code == 1);
    options.write_baseline_file.clear();
    options.baseline_file = folder.path("baseline.json");
    CHECK(run(options).code == 0);
    folder.write("c.csv", contacts_of({1, 2, 1, 2}));
    CHECK(run(options).code == 1);
    options.baseline_file = folder.path("nowhere.json");
    CHECK(run(options).code == 3);
}

TEST_CASE("every report format is written whole, next to nothing else") {
    const Folder folder;
    CheckOptions options = check_of(folder.write("c.csv", contacts_of({1, 2, 1, 2})));
    for (const std::string format : {"json", "junit", "sarif", "markdown", "html"}) {
        options.reports.push_back(format + ":" + folder.path("report." + format));
    }
    CHECK(run(options).code == 1);
    const auto json = parse_json(test::text_of_file(folder.path("report.json")));
    REQUIRE(json);
    CHECK((*json)["verdict"] == "unsafe");
    CHECK_FALSE((*json)["forecast"].is_null());
    CHECK(parse_json(test::text_of_file(folder.path("report.sarif"))));
    CHECK_THAT(test::text_of_file(folder.path("report.html")), Catch::Contains("<svg"));
    CHECK_THAT(test::text_of_file(folder.path("report.junit")), Catch::Contains("<testsuite"));
    CHECK_THAT(test::text_of_file(folder.path("report.markdown")), Catch::Contains("NOT SAFE"));
    CHECK_FALSE(std::filesystem::exists(folder.path("report.html.unfinished")));
    options.reports = {"yaml:x"};
    CHECK(run(options).code == 2);
    options.reports = {"json:" + folder.path("no/such/folder.json")};
    CHECK(run(options).code == 2);
}

TEST_CASE("the JSON has the members of the shipped schema, and is one line") {
    const Folder folder;
    CheckOptions options = check_of(folder.write("c.csv", contacts_of({1, 2, 1, 2})));
    options.json = true;
    const std::string text = run(options).out;
    CHECK(std::count(text.begin(), text.end(), '\n') == 1);
    const auto json = parse_json(text);
    const auto schema = parse_json(test::text_of_file("docs/check-report.schema.json"));
    REQUIRE(json);
    REQUIRE(schema);
    for (const Json& name : (*schema)["required"]) CHECK(json->contains(name.get<std::string>()));
    for (const auto& member : json->items()) {
        INFO(member.key());
        CHECK((*schema)["properties"].contains(member.key()));
    }
}

TEST_CASE("the verdict alone is one line") {
    const Folder folder;
    CheckOptions options = check_of(folder.write("c.csv", contacts_of({1, 2, 1, 2})));
    options.verdict_only = true;
    const CommandRun verdict = run(options);
    CHECK(verdict.code == 1);
    CHECK(std::count(verdict.out.begin(), verdict.out.end(), '\n') == 1);
}

TEST_CASE("mistakes in options end with 2, in files with 3") {
    const Folder folder;
    const std::string path = folder.write("c.csv", contacts_of({1}));
    const auto code_with = [&](auto change) {
        CheckOptions options = check_of(path);
        change(options);
        const CommandRun result = run(options);
        CHECK_THAT(result.err, Catch::StartsWith("error: "));
        CHECK(result.out.empty());
        return result.code;
    };
    CHECK(code_with([](CheckOptions& o) { o.input.object.clear(); }) == 2);
    CHECK(code_with([](CheckOptions& o) { o.input.object = "Unheard"; }) == 2);
    CHECK(code_with([](CheckOptions& o) { o.input.operation = "replace"; }) == 2);
    CHECK(code_with([](CheckOptions& o) { o.input.external_id = "X__c"; }) == 2);
    CHECK(code_with([](CheckOptions& o) { o.input.api = "bulk3"; }) == 2);
    CHECK(code_with([](CheckOptions& o) { o.input.files.clear(); }) == 2);
    CHECK(code_with([](CheckOptions& o) { o.line_ending = "CR"; }) == 2);
    CHECK(code_with([](CheckOptions& o) { o.beside = {"Contact"}; }) == 2);
    CHECK(code_with([](CheckOptions& o) { o.input.references = {"Contact"}; }) == 2);
    CHECK(code_with([](CheckOptions& o) { o.failed_results_file = "x"; }) == 2);
    CHECK(code_with([](CheckOptions& o) { o.explain = "7"; }) == 2);
    CHECK(code_with([](CheckOptions& o) { o.input.files = {"/nowhere.csv"}; }) == 3);
    CHECK(code_with([](CheckOptions& o) { o.finished_file = "/nowhere.csv"; }) == 3);
    CHECK(code_with([](CheckOptions& o) { o.plan_file = "/nowhere.json"; }) == 3);
    CHECK(code_with([](CheckOptions& o) { o.input.schema_file = "/nowhere.json"; }) == 3);
}

TEST_CASE("a load of open tasks is safe, and every report says what that rests on") {
    const Folder folder;
    std::string text = "WhoId,Status\n";
    for (int row = 0; row < 6; ++row) text += "003000000000001,Open\n";
    CheckOptions options = check_of(folder.write("t.csv", text));
    options.input.object = "Task";
    const std::string sentence = "6 rows of Task lock nothing by the rules task.who.insert";
    for (const char* format : {"json", "junit", "sarif", "markdown", "html"}) {
        options.reports.push_back(std::string{format} + ":" + folder.path(format));
    }
    const CommandRun checked = run(options);
    CHECK(checked.code == 0);
    CHECK_THAT(checked.out, Catch::StartsWith("SAFE"));
    CHECK_THAT(checked.out, Catch::Contains(sentence));
    for (const char* format : {"json", "junit", "sarif", "markdown", "html"}) {
        CHECK_THAT(test::text_of_file(folder.path(format)), Catch::Contains(sentence));
    }
    options.reports.clear();
    options.memory = "1";
    CHECK(run(options).out == checked.out);
    PlanCommandOptions plan = test::plan_of(folder.path("t.csv"));
    plan.input.object = "Task";
    CHECK_THAT(run(plan).out, Catch::Contains("note: " + sentence));
}

}  // namespace
}  // namespace rowlock
