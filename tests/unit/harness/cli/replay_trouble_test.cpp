#include "mockorg/schema/schema_loader.hpp"
#include "tests/support/folder.hpp"
#include "tests/support/json_schema.hpp"
#include "tests/support/test.hpp"
#include "tests/unit/harness/cli/live_requests.hpp"
#include "tests/unit/harness/cli/live_server.hpp"
#include "tests/unit/harness/cli/program.hpp"
#include "tests/unit/harness/rehearse/tiny_load.hpp"

#include <csignal>
#include <fstream>
#include <thread>

namespace rowlock {
namespace {

using test::against;
using test::ask;
using test::count;
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

OrgConfig org_with_external_ids() {
    OrgConfig config = tiny_org();
    auto schema = read_schema_file("fixtures/schemas/external-id.json");
    REQUIRE(schema);
    config.schema = std::move(*schema);
    return config;
}

TEST_CASE("the row that failed for a lock is the one sent again, whatever its key looks like") {
    const Folder folder;
    const LiveServer server{ClockMode::Kind::manual, org_with_external_ids()};
    // A clock that stands still answers no single write: the account comes in bulk, too.
    const std::string accounts = folder.write("accounts.csv", "Name\nlocked\n");
    const ProgramResult made = run_program(
        against(server, {"replay", accounts, "--object", "Account", "--operation", "insert"})
    );
    REQUIRE(made.code == 0);
    const Json found = ask(server, "GET", "/services/data/v60.0/query?q=SELECT+Id+FROM+Account");
    const std::string locked = found.at("records").at(0).at("Id");
    std::string csv =
        "External_ID__c,Name,StageName,CloseDate,AccountId\n"
        "100000,locked,Prospecting,2026-01-01," +
        locked + "\n";
    // So many that the two are in different chunks.
    for (int row = 0; row < 200; ++row)
        csv += "F" + std::to_string(row) + ",free,Prospecting,2026-01-01,\n";
    csv += "1E5,free,Prospecting,2026-01-01,\n";
    ask(server,
        "PUT",
        "/rowlock/faults/somebody",
        R"({"kind": "lock", "id": ")" + locked + R"(", "until": 12})");
    const ProgramResult replay = run_program(against(
        server,
        {"replay",
         folder.write("rows.csv", csv),
         "--object",
         "Opportunity",
         "--operation",
         "upsert",
         "--external-id",
         "External_ID__c",
         "--retries",
         "2",
         "--json"}
    ));
    INFO(replay.out << replay.err);
    CHECK(replay.code == 0);
    CHECK(json_of(replay)["jobs"]["retryPasses"] == 1);
    CHECK(count(server, "Opportunity") == 202);
    CHECK(count(server, "Opportunity+WHERE+External_ID__c='100000'") == 1);
    CHECK(count(server, "Opportunity+WHERE+External_ID__c='1E5'") == 1);
}

TEST_CASE("Ctrl-C during the setup leaves every row of the load not sent") {
    const Folder folder;
    const std::string load = folder.write("load.json", test::tiny_load_text(R"({"name": "one"})"));
    const LiveServer server{ClockMode::Kind::virtual_, tiny_org()};
    ProgramResult replay;
    std::thread user{[&] {
        replay = run_program(
            against(server, {"replay", load, "--json", "--report", folder.path("report")})
        );
    }};
    // The setup's one job is asked for seconds later.
    while (ask(server, "GET", "/services/data/v60.0/jobs/ingest")["records"].empty())
        std::this_thread::yield();
    std::raise(SIGINT);
    user.join();
    CHECK(replay.code == 5);
    const Json report = json_of(replay);
    CHECK(report["interrupted"] == true);
    CHECK(report["rows"]["submitted"] == 200);
    CHECK(report["rows"]["notSent"] == 200);
    CHECK(report["durationSeconds"] == 0);
    CHECK(count(server, "Contact") == 0);
}

TEST_CASE("faults that a killed replay left behind do not outlive the next one") {
    const Folder folder;
    const std::string load = folder.write(
        "load.json",
        test::tiny_load_text(
            R"({"name": "one"})",
            R"("faults": [{"name": "busy", "kind": "status", "rate": 0.1, "family": "bulk2"}],)"
        )
    );
    const LiveServer server{ClockMode::Kind::manual, tiny_org()};
    ask(server, "PUT", "/rowlock/faults/busy", R"({"kind": "status", "family": "bulk2"})");
    ask(server, "PUT", "/rowlock/faults/other", R"({"kind": "status", "path": "/nowhere"})");
    const ProgramResult replay = run_program(against(server, {"replay", load}));
    INFO(replay.out << replay.err);
    // The setup met the old fault no more.
    CHECK(replay.code == 0);
    CHECK_THAT(replay.err, Catch::Contains("fault \"busy\" was set before"));
    const Json left = ask(server, "GET", "/rowlock/faults")["faults"];
    REQUIRE(left.size() == 1);
    CHECK(left[0]["name"] == "other");
}

TEST_CASE("a job that failed in an earlier run does not stop the one that resumes it") {
    const std::string api = GENERATE(as<std::string>{}, "bulk2", "bulk1");
    const std::string retries = GENERATE(as<std::string>{}, "0", "2");
    CAPTURE(api, retries);
    const Folder folder;
    const LiveServer server{ClockMode::Kind::manual, tiny_org()};
    ask(server,
        "PUT",
        "/rowlock/faults/once",
        R"({"kind": "failed-job", "count": 1, "message": "InternalServerError : gone"})");
    std::string csv = "LastName\n";
    for (int row = 0; row < 20; ++row) csv += "L" + std::to_string(row) + "\n";
    std::vector<std::string> replay{
        "replay",
        folder.write("rows.csv", csv),
        "--object",
        "Contact",
        "--operation",
        "insert",
        "--api",
        api,
        "--batch-size",
        "10",
        "--retries",
        retries,
        "--journal",
        folder.path("rows.journal"),
        "--json"};
    const ProgramResult first = run_program(against(server, replay));
    REQUIRE(first.code == 4);
    replay.emplace_back("--resume");
    const ProgramResult second = run_program(against(server, replay));
    INFO(second.out << second.err);
    CHECK(second.code == 0);
    CHECK(json_of(second).at("rows").at("created") == 20);
    CHECK(count(server, "Contact") == 20);
}

/// A job of Contacts by somebody who is gone.
std::string open_job(const LiveServer& server, const std::string& api) {
    const char* const body =
        R"({"object": "Contact", "operation": "insert", "contentType": "CSV"})";
    const bool is_classic = api == "bulk1";
    return ask(
        server,
        "POST",
        is_classic ? "/services/async/60.0/job" : "/services/data/v60.0/jobs/ingest",
        body
    )["id"];
}

TEST_CASE("a run that continues one killed while it asked for a job aborts what came of it") {
    const std::string api = GENERATE(as<std::string>{}, "bulk2", "bulk1");
    // The second goes its own way: nothing but the org tells what time it is there.
    const auto clock = GENERATE(ClockMode::Kind::manual, ClockMode::Kind::virtual_);
    CAPTURE(api, clock == ClockMode::Kind::manual);
    const Folder folder;
    const LiveServer server{clock, tiny_org()};
    const std::string journal = folder.path("rows.journal");
    std::vector<std::string> replay{
        "replay",
        folder.write("rows.csv", "LastName\nA\nB\n"),
        "--object",
        "Contact",
        "--operation",
        "insert",
        "--api",
        api,
        "--journal",
        journal,
        "--json"};
    const ProgramResult first = run_program(against(server, replay));
    REQUIRE(first.code == 0);
    CHECK(json_of(first)["lostCreations"] == 0);
    CHECK(json_of(first)["leftJobs"].empty());
    // What is left of a run that was killed at the right moment: its last line, and the job.
    std::string written;
    {
        std::ifstream lines{journal};
        for (std::string line; std::getline(lines, line);) {
            if (line.find("\"creating\"") != std::string::npos) written = line;
        }
    }
    REQUIRE_FALSE(written.empty());
    std::ofstream{journal, std::ios::app} << written << '\n';
    const std::string left = open_job(server, api);
    replay.emplace_back("--resume");
    const ProgramResult second = run_program(against(server, replay));
    INFO(second.out << second.err);
    CHECK(second.code == 0);
    const Json report = json_of(second);
    CHECK(JsonSchema{"docs/replay.schema.json"}.fault_of(report) == "");
    CHECK(report["rows"]["created"] == 2);
    CHECK(report["lostCreations"] == 1);
    REQUIRE(report["leftJobs"].size() == 1);
    CHECK(report["leftJobs"][0]["id"] == left);
    CHECK(report["leftJobs"][0]["done"] == "aborted");
    for (const Json& job : ask(server, "GET", "/services/data/v60.0/jobs/ingest")["records"])
        CHECK(job["state"] != "Open");
}

TEST_CASE("open jobs of others are left alone by a replay that lost no answer") {
    const Folder folder;
    const LiveServer server{ClockMode::Kind::manual, tiny_org()};
    open_job(server, "bulk2");
    const ProgramResult replay = run_program(against(
        server,
        {"replay",
         folder.write("rows.csv", "LastName\nA\n"),
         "--object",
         "Contact",
         "--operation",
         "insert"}
    ));
    CHECK(replay.code == 0);
    CHECK(replay.out.find("no answer") == std::string::npos);
    CHECK(ask(server, "GET", "/services/data/v60.0/jobs/ingest")["records"][0]["state"] == "Open");
}

}  // namespace
}  // namespace rowlock
