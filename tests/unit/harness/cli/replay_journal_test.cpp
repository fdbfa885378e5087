#include "mockorg/codec/json.hpp"
#include "tests/support/folder.hpp"
#include "tests/support/json_schema.hpp"
#include "tests/support/test.hpp"
#include "tests/unit/harness/cli/live_requests.hpp"
#include "tests/unit/harness/cli/live_server.hpp"
#include "tests/unit/harness/cli/program.hpp"
#include "tests/unit/harness/rehearse/tiny_load.hpp"

#include <nlohmann/json.hpp>

#include <filesystem>
#include <fstream>
#include <sstream>
#include <thread>

namespace rowlock {
namespace {

using test::against;
using test::Folder;
using test::JsonSchema;
using test::LiveServer;
using test::ProgramResult;
using test::run_program;
using test::tiny_org;

Json json_of(const ProgramResult& result) {
    auto json = parse_json(result.out);
    if (!json) FAIL(result.out << result.err);
    return std::move(*json);
}

std::string text_of(const std::string& path) {
    std::ostringstream text;
    text << std::ifstream{path}.rdbuf();
    return text.str();
}

TEST_CASE("by Bulk API 1.0, too, a replay against a manual clock is the rehearsal") {
    const std::string mode = GENERATE("Parallel", "Serial");
    const Folder folder;
    const std::string load = folder.write(
        "load.json",
        test::tiny_load_text(
            R"({"name": "one", "overrides": {"api": "bulk1", "concurrencyMode": ")" + mode + "\"}}"
        )
    );
    const Json rehearsed = json_of(run_program({"rehearse", load, "--json"}))["strategies"][0];
    CHECK((rehearsed["rows"]["failed"] > 0) == (mode == "Parallel"));
    const LiveServer server{ClockMode::Kind::manual, tiny_org()};
    const ProgramResult replay = run_program(against(server, {"replay", load, "--json"}));
    CHECK(replay.code == 0);
    const Json replayed = json_of(replay);
    CHECK(replayed["api"] == "bulk1");
    CHECK(replayed["rows"] == rehearsed["rows"]);
    CHECK(replayed["durationSeconds"] == rehearsed["durationSeconds"]);
    CHECK(JsonSchema{"docs/replay.schema.json"}.fault_of(replayed) == "");
}

TEST_CASE("the command line's API wins over the load's") {
    const Folder folder;
    const std::string load = folder.write("load.json", test::tiny_load_text(R"({"name": "one"})"));
    const LiveServer server{ClockMode::Kind::manual, tiny_org()};
    const Json replayed =
        json_of(run_program(against(server, {"replay", load, "--api", "bulk1", "--json"})));
    CHECK(replayed["api"] == "bulk1");
    CHECK(replayed["rows"]["submitted"] == 200);
    CHECK(run_program({"rehearse", load, "--api", "soap"}).code == 2);
}

TEST_CASE("single records go by REST, each with its outcome") {
    const Folder folder;
    const std::string load = folder.write(
        "load.json",
        test::tiny_load_text(
            R"({"name": "one", "overrides": {"api": "rest", "batchRows": 1, "interval": "0s", "inFlight": 4}})"
        )
    );
    const LiveServer server{ClockMode::Kind::virtual_, tiny_org()};
    const ProgramResult replay = run_program(against(server, {"replay", load, "--json"}));
    CHECK(replay.code == 0);
    CHECK(json_of(replay)["rows"]["created"] == 200);
    const Json rehearsed = json_of(run_program({"rehearse", load, "--json"}))["strategies"][0];
    CHECK(rehearsed["error"].is_null());
    CHECK(rehearsed["rows"]["created"].get<int>() + rehearsed["rows"]["failed"].get<int>() == 200);
}

/// Contacts of very few accounts, which no conflict-free plan can part.
std::string plan_for_bulk1(const Folder& folder) {
    std::string csv = "LastName,External_ID__c,Account.External_ID__c\n";
    for (int row = 0; row < 120; ++row) {
        const std::string number = std::to_string(row);
        csv += "C" + number + ",C-" + number + ",A-" + std::to_string(row % 10 < 7 ? 0 : row % 40) +
               '\n';
    }
    folder.write("contacts.csv", csv);
    const std::string schema =
        std::filesystem::absolute("fixtures/schemas/external-id.json").string();
    const ProgramResult planned = run_program(
        {"plan",
         folder.path("contacts.csv"),
         "--object",
         "Contact",
         "--operation",
         "upsert",
         "--external-id",
         "External_ID__c",
         "--schema",
         schema,
         "--batch-size",
         "20",
         "--k",
         "4",
         "--api",
         "bulk1",
         "--no-feed",
         "--plan-file",
         folder.path("plan.json")}
    );
    INFO(planned.out << planned.err);
    CHECK_THAT(planned.out, Catch::StartsWith("SERIAL LANE"));
    return folder.write(
        "load.json",
        R"({"name": "planned", "seed": 5, "profile": "adversarial", "schema": ")" + schema + R"(",
        "sources": {
            "accounts": {"object": "Account", "rows": 40, "columns": {
                "Name": "Account {n}", "External_ID__c": "A-{n}"}},
            "contacts": {"object": "Contact", "file": "contacts.csv"}},
        "setup": [{"source": "accounts", "operation": "insert"}],
        "load": {"source": "contacts", "operation": "upsert", "externalId": "External_ID__c",
                 "order": {"plan": "plan.json"}}})"
    );
}

TEST_CASE(
    "a plan for Bulk API 1.0 is sent by it, its serial lane as a Serial job, and loses nothing"
) {
    const Folder folder;
    const std::string load = plan_for_bulk1(folder);
    const ProgramResult result = run_program({"rehearse", load, "--json"});
    const Json rehearsed = json_of(result)["strategies"][0];
    INFO(result.out);
    CHECK(rehearsed["error"].is_null());
    CHECK(rehearsed["rows"]["created"] == 120);
    CHECK_THAT(rehearsed["summary"].get<std::string>(), Catch::StartsWith("all 120 rows"));
    // By Bulk API 2.0, one after another, it works as well.
    const Json by_bulk2 =
        json_of(run_program({"rehearse", load, "--api", "bulk2", "--json"}))["strategies"][0];
    CHECK(by_bulk2["rows"]["created"] == 120);
}

TEST_CASE("a plan that leaves rows out never says that all were loaded") {
    const Folder folder;
    const std::string load = plan_for_bulk1(folder);
    Json plan = *parse_json(text_of(folder.path("plan.json")));
    REQUIRE(plan["sourceRows"] == 120);
    const int dropped = plan["batches"].back()["rowCount"];
    plan["batches"].erase(plan["batches"].size() - 1);
    const int last = static_cast<int>(plan["batches"].size());
    for (Json& batch : plan["batches"]) {
        if (batch.contains("conflicts"))
            CHECK_FALSE(batch["conflicts"].dump().find(std::to_string(last)) == 0);
    }
    folder.write("plan.json", plan.dump());
    const ProgramResult result = run_program({"rehearse", load, "--json"});
    INFO(result.out << result.err);
    CHECK_THAT(
        json_of(result)["strategies"][0]["summary"].get<std::string>(),
        Catch::StartsWith("the plan's " + std::to_string(120 - dropped) + " of 120 rows")
    );
    std::ofstream{folder.path("contacts.csv"), std::ios::app} << "C,C-x,A-1\n";
    const ProgramResult changed = run_program({"rehearse", load});
    CHECK(changed.code == 3);
    CHECK_THAT(changed.err, Catch::Contains("the source has 121; plan it anew"));
}

TEST_CASE("a replay taken up again from its journal reads what is done and sends nothing twice") {
    const std::string api = GENERATE("bulk1", "bulk2");
    const Folder folder;
    const std::string load = folder.write("load.json", test::tiny_load_text(R"({"name": "one"})"));
    const LiveServer server{ClockMode::Kind::manual, tiny_org()};
    std::vector<std::string> replay{
        "replay", load, "--api", api, "--journal", folder.path("j"), "--json"};
    const Json first = json_of(run_program(against(server, replay)));
    CHECK(run_program(against(server, replay)).code == 2);
    replay.emplace_back("--resume");
    const Json again = json_of(run_program(against(server, replay)));
    CHECK(again["rows"] == first["rows"]);
    CHECK(again["failures"] == first["failures"]);
    const Json counted =
        json_of(run_program(against(server, {"count", "--object", "Contact", "--json"})));
    CHECK(counted["records"] == first["rows"]["created"]);
    // No token in it.
    CHECK(text_of(folder.path("j")).find(LiveServer::k_token) == std::string::npos);
    // Another load is another load.
    folder.write("load.json", test::tiny_load_text(R"({"name": "one"})", R"("title": "new",)"));
    CHECK(run_program(against(server, replay)).code == 2);
}

TEST_CASE("journal options that cannot work are refused with the reason") {
    const Folder folder;
    const std::string load = folder.write("load.json", test::tiny_load_text(R"({"name": "one"})"));
    const LiveServer server{ClockMode::Kind::manual, tiny_org()};
    const auto [option, value, expected] = GENERATE(table<std::string, std::string, std::string>({
        {"--resume", "", "--resume needs the journal"},
        {"--on-interrupt", "detach", "needs --journal"},
        {"--on-interrupt", "explode", "expected abort or detach"},
        {"--api", "soap", "expected bulk1, bulk2 or rest"},
    }));
    std::vector<std::string> arguments{"replay", load, option};
    if (!value.empty()) arguments.push_back(value);
    const ProgramResult result = run_program(against(server, arguments));
    CHECK(result.code == 2);
    CHECK_THAT(result.err, Catch::Contains(expected));
}

TEST_CASE("missing, extra and doubled records are named and written down") {
    const Folder folder;
    const std::string load = folder.write(
        "load.json",
        test::tiny_load_text(
            R"({"name": "calm", "overrides": {"inFlight": 1, "order": {"by": "AccountId"}}})"
        )
    );
    const std::string more = folder.write(
        "more.json",
        R"({"name": "more", "sources": {"c": {"object": "Contact", "file": "more.csv"}},
            "load": {"source": "c", "operation": "insert"}})"
    );
    folder.write("more.csv", "LastName\nC-7\nC-7\nC-900\n");
    const LiveServer server{ClockMode::Kind::manual, tiny_org()};
    REQUIRE(run_program(against(server, {"replay", load, "--report", folder.path("r")})).code == 0);
    const std::vector<std::string> count{
        "count",
        "--load",
        load,
        "--key",
        "LastName",
        "--where",
        "LastName LIKE 'C-%'",
        "--report",
        folder.path("r"),
        "--out",
        folder.path(""),
        "--json"};
    const ProgramResult clean = run_program(against(server, count));
    INFO(clean.out << clean.err);
    CHECK(clean.code == 0);
    CHECK(json_of(clean)["comparison"]["found"] == 200);
    CHECK_FALSE(std::filesystem::exists(folder.path("missing.csv")));

    REQUIRE(run_program(against(server, {"replay", more})).code == 0);
    REQUIRE(
        run_program(against(
                        server,
                        {"cleanup",
                         "--object",
                         "Contact",
                         "--where",
                         "LastName = 'C-11' OR LastName = 'C-150'",
                         "--yes"}
                    ))
            .code == 0
    );
    const ProgramResult found = run_program(against(server, count));
    CHECK(found.code == 1);
    const Json json = json_of(found);
    CHECK(JsonSchema{"docs/count.schema.json"}.fault_of(json) == "");
    const Json& comparison = json["comparison"];
    CHECK(comparison["missing"] == 2);
    CHECK(comparison["extra"] == 1);
    CHECK(comparison["duplicates"] == 2);
    CHECK(comparison["missingSample"] == Json({"C-11", "C-150"}));
    CHECK(comparison["extraSample"] == Json({"C-900"}));
    CHECK(text_of(folder.path("missing.csv")) == "LastName,AccountId\nC-11,\nC-150,\n");
    CHECK_THAT(text_of(folder.path("extra.csv")), Catch::Contains("\"C-900\""));
    CHECK_THAT(
        text_of(folder.path("duplicates.csv")), Catch::StartsWith("\"Id\",\"LastName\"\n\"003")
    );
    std::vector<std::string> unknown{"count", "--load", load, "--key", "Nmae"};
    CHECK(run_program(against(server, unknown)).code == 2);
    CHECK(run_program(against(server, {"count", "--load", load})).code == 2);
}

TEST_CASE("a mock that was started anew is not taken for the one that the journal tells of") {
    const std::string api = GENERATE("bulk1", "bulk2");
    const std::string operation = GENERATE("insert", "delete");
    const Folder folder;
    std::string csv = operation == "insert" ? "LastName\n" : "Id\n";
    for (int row = 10; row < 40; ++row)
        csv += (operation == "insert" ? "C-" : "0030000000001") + std::to_string(row) + "\n";
    const std::vector<std::string> arguments{
        "replay",
        folder.write("rows.csv", csv),
        "--object",
        "Contact",
        "--operation",
        operation,
        "--api",
        api,
        "--batch-size",
        "10",
        "--journal",
        folder.path("j")};
    ServerOptions options;
    {
        const LiveServer server{ClockMode::Kind::manual, tiny_org()};
        options.port = static_cast<std::uint16_t>(std::stoi(server.url().substr(17)));
        const ProgramResult replay = run_program(against(server, arguments));
        INFO(replay.err);
        CHECK(replay.code <= 1);
    }
    const LiveServer server{ClockMode::Kind::manual, tiny_org(), options};
    std::vector<std::string> again = arguments;
    again.push_back("--resume");
    const ProgramResult resumed = run_program(against(server, again));
    INFO(resumed.out << resumed.err);
    CHECK(resumed.code == 2);
    CHECK_THAT(resumed.err, Catch::Contains("was started anew or reset"));
    CHECK_THAT(resumed.err, !Catch::Contains("to continue"));
    CHECK(test::count(server, "Contact") == 0);
}

TEST_CASE("an org that loses a job under way ends the replay, which names the job once") {
    const Folder folder;
    std::string csv = "LastName\n";
    for (int row = 0; row < 60; ++row) csv += "C-" + std::to_string(row) + "\n";
    const std::string rows = folder.write("rows.csv", csv);
    const std::string journal = folder.path("j");
    const LiveServer server{ClockMode::Kind::real, tiny_org()};
    ProgramResult replay;
    std::thread user{[&] {
        replay = run_program(against(
            server,
            {"replay",
             rows,
             "--object",
             "Contact",
             "--operation",
             "insert",
             "--api",
             "bulk1",
             "--batch-size",
             "10",
             "--poll-every",
             "100ms",
             "--journal",
             journal,
             "--json"}
        ));
    }};
    const auto batches_sent = [&] {
        const std::string text = text_of(journal);
        int batches = 0;
        for (auto at = text.find("\"batch\""); at != std::string::npos;
             at = text.find("\"batch\"", at + 1))
            ++batches;
        return batches;
    };
    while (batches_sent() < 6) std::this_thread::yield();
    test::ask(server, "POST", "/rowlock/reset");
    user.join();
    INFO(replay.err);
    CHECK(replay.code == 4);
    CHECK_THAT(replay.err, Catch::Contains("has lost this job"));
    CHECK(json_of(replay)["jobs"]["left"].size() == 1);
}

}  // namespace
}  // namespace rowlock
