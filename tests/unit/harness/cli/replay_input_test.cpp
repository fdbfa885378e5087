#include "mockorg/schema/schema_loader.hpp"
#include "tests/support/folder.hpp"
#include "tests/support/test.hpp"
#include "tests/unit/harness/cli/live_requests.hpp"
#include "tests/unit/harness/cli/live_server.hpp"
#include "tests/unit/harness/cli/program.hpp"

#include <filesystem>

namespace rowlock {
namespace {

using test::against;
using test::ask;
using test::count;
using test::Folder;
using test::LiveServer;
using test::ProgramResult;
using test::run_program;
using test::tiny_org;

Json json_of(const ProgramResult& result) {
    auto json = parse_json(result.out);
    if (!json) FAIL(result.out << result.err);
    return std::move(*json);
}

std::string contacts(int from, int to) {
    std::string csv = "LastName,Email\n";
    for (int row = from; row < to; ++row)
        csv += "C-" + std::to_string(row) + ",c" + std::to_string(row) + "@example.com\n";
    return csv;
}

const std::vector<std::string> k_insert{"--object", "Contact", "--operation", "insert"};

std::vector<std::string> replay_of(
    const std::string& input, const std::vector<std::string>& options, const char* more = "--json"
) {
    std::vector<std::string> arguments{"replay", input, more};
    arguments.insert(arguments.end(), options.begin(), options.end());
    return arguments;
}

TEST_CASE("a CSV file is loaded by what options say of it, through any API") {
    const std::string api = GENERATE("bulk1", "bulk2", "rest");
    const Folder folder;
    const std::string csv = folder.write("rows.csv", contacts(0, 30));
    std::vector<std::string> options = k_insert;
    options.insert(options.end(), {"--api", api, "--batch-size", "7", "--lane", "serial"});
    options.insert(options.end(), {"--poll-every", "100ms"});
    const auto clock = api == "rest" ? ClockMode::Kind::virtual_ : ClockMode::Kind::manual;
    const LiveServer server{clock, tiny_org()};
    const ProgramResult replay = run_program(against(server, replay_of(csv, options)));
    INFO(replay.out << replay.err);
    CHECK(replay.code == 0);
    const Json report = json_of(replay);
    CHECK(report["load"] == "rows");
    CHECK(report["api"] == api);
    CHECK(report["object"] == "Contact");
    CHECK(report["rows"]["created"] == 30);
    CHECK(report["jobs"]["count"] == 5);
    CHECK(count(server, "Contact") == 30);
}

TEST_CASE("a mock that lets nothing overlap is warned of") {
    const auto clock = GENERATE(ClockMode::Kind::manual, ClockMode::Kind::virtual_);
    const Folder folder;
    const std::string csv = folder.write("rows.csv", contacts(0, 30));
    const LiveServer server{clock, tiny_org()};
    const ProgramResult replay = run_program(against(server, replay_of(csv, k_insert)));
    CHECK(replay.code == 0);
    const bool warned = replay.err.find("rowlock serve --clock manual") != std::string::npos;
    CHECK(warned == (clock == ClockMode::Kind::virtual_));
}

TEST_CASE("a plan is loaded from where its files are") {
    const Folder folder;
    const std::string csv = folder.write("rows.csv", contacts(0, 50));
    std::vector<std::string> plan{"plan", csv, "--batch-size", "20", "--out", folder.path("out")};
    plan.insert(plan.end(), k_insert.begin(), k_insert.end());
    REQUIRE(run_program(plan).code == 0);
    const LiveServer server{ClockMode::Kind::manual, tiny_org()};
    const ProgramResult replay =
        run_program(against(server, replay_of(folder.path("out/plan.json"), {})));
    INFO(replay.out << replay.err);
    CHECK(replay.code == 0);
    CHECK(json_of(replay)["rows"]["created"] == 50);
    CHECK(json_of(replay)["rowsLeftOut"] == 0);
    CHECK(count(server, "Contact") == 50);
    // Rehearsed, it comes out the same.
    const ProgramResult rehearsed =
        run_program({"rehearse", folder.path("out/plan.json"), "--json"});
    CHECK(rehearsed.code == 0);
    CHECK(json_of(rehearsed)["strategies"][0]["rows"]["created"] == 50);
}

TEST_CASE("an input that does not say enough ends before the first request") {
    const Folder folder;
    const std::string csv = folder.write("rows.csv", contacts(0, 3));
    const std::string load = folder.write(
        "load.json",
        R"({"name": "x", "sources": {"s": {"object": "Contact", "file": "rows.csv"}},
            "load": {"source": "s", "operation": "insert"}})"
    );
    const LiveServer server{ClockMode::Kind::manual, tiny_org()};
    const auto ends_with = [&](const std::vector<std::string>& arguments, int code, const char* why
                           ) {
        const ProgramResult result = run_program(against(server, arguments));
        CHECK(result.code == code);
        CHECK_THAT(result.err, Catch::Contains(why));
    };
    ends_with({"replay", csv}, 2, "add --object NAME and --operation");
    ends_with(
        {"replay", csv, "--object", "Contact", "--operation", "upsert"}, 2, "needs --external-id"
    );
    ends_with(
        {"replay", csv, "--object", "Contact", "--operation", "delete"}, 2, "have no column Id"
    );
    ends_with(replay_of(load, k_insert), 2, "--object goes with a plan or a CSV file");
    ends_with({"replay", folder.write("rows.xlsx", "PK")}, 3, "expected a load file or a plan");
    ends_with(replay_of(folder.path("none.csv"), k_insert), 3, "there is no such file");
    CHECK(test::ask(server, "GET", "/services/data/v60.0/jobs/ingest")["records"].empty());
}

TEST_CASE("where a report or journal cannot be written, nothing is sent") {
    const Folder folder;
    const std::string csv = folder.write("rows.csv", contacts(0, 3));
    const LiveServer server{ClockMode::Kind::manual, tiny_org()};
    const std::string option = GENERATE("--report", "--journal");
    std::vector<std::string> options = k_insert;
    options.insert(options.end(), {option, folder.path("no/such/file")});
    const ProgramResult result = run_program(against(server, replay_of(csv, options)));
    CHECK(result.code == 3);
    CHECK_THAT(result.err, Catch::Contains("there is no folder") && Catch::Contains(option));
    CHECK(count(server, "Contact") == 0);
    options = k_insert;
    options.insert(options.end(), {"--report", csv});
    CHECK(run_program(against(server, replay_of(csv, options))).code == 2);
}

TEST_CASE("a report is a file, not standard output") {
    const LiveServer server{ClockMode::Kind::virtual_, tiny_org()};
    const Folder folder;
    std::vector<std::string> options = k_insert;
    options.insert(options.end(), {"--report", "-"});
    const ProgramResult refused =
        run_program(against(server, replay_of(folder.write("rows.csv", contacts(0, 3)), options)));
    CHECK(refused.code == 2);
    CHECK_THAT(refused.err, Catch::Contains("--json writes the report to standard output"));
    CHECK(count(server, "Contact") == 0);
}

TEST_CASE("a load whose report could not be written is told of by its journal or its jobs") {
    const bool journaled = GENERATE(false, true);
    const LiveServer server{ClockMode::Kind::virtual_, tiny_org()};
    const Folder folder;
    std::vector<std::string> options = k_insert;
    options.insert(options.end(), {"--report", "/dev/full"});
    if (journaled) options.insert(options.end(), {"--journal", folder.path("j")});
    const ProgramResult replay =
        run_program(against(server, replay_of(folder.write("rows.csv", contacts(0, 3)), options)));
    CHECK(replay.code == 3);
    const std::string told = journaled ? "rowlock count --journal " : "rowlock count --jobs ";
    CHECK_THAT(replay.err, Catch::Contains(told));
    CHECK(count(server, "Contact") == 3);
}

TEST_CASE("rows that changed meanwhile are not resumed") {
    const Folder folder;
    const std::string csv = folder.write("rows.csv", contacts(0, 10));
    const LiveServer server{ClockMode::Kind::manual, tiny_org()};
    std::vector<std::string> options = k_insert;
    options.insert(options.end(), {"--journal", folder.path("j")});
    REQUIRE(run_program(against(server, replay_of(csv, options))).code == 0);
    CHECK(run_program(against(server, replay_of(csv, options, "--resume"))).code == 0);
    CHECK(count(server, "Contact") == 10);
    std::vector<std::string> other = options;
    other.insert(other.end(), {"--batch-size", "5"});
    CHECK(run_program(against(server, replay_of(csv, other, "--resume"))).code == 2);
    folder.write("rows.csv", contacts(1, 11));
    CHECK(run_program(against(server, replay_of(csv, options, "--resume"))).code == 2);
    CHECK(count(server, "Contact") == 10);
}

TEST_CASE("a byte-order mark does not reach the org") {
    const std::string api = GENERATE("bulk1", "bulk2");
    const Folder folder;
    const std::string csv = folder.write("rows.csv", "\xEF\xBB\xBF" + contacts(0, 3));
    const LiveServer server{ClockMode::Kind::manual, tiny_org()};
    std::vector<std::string> options = k_insert;
    options.insert(options.end(), {"--api", api});
    const ProgramResult replay = run_program(against(server, replay_of(csv, options)));
    INFO(replay.out << replay.err);
    CHECK(replay.code == 0);
    CHECK(count(server, "Contact+WHERE+LastName='C-1'") == 1);
}

TEST_CASE("text in another encoding is refused, or arrives as it is meant") {
    const std::string api = GENERATE("bulk1", "bulk2", "rest");
    const Folder folder;
    const std::string csv =
        folder.write("rows.csv", "LastName,FirstName\nM\xFCller,a\nLe\xF3n,b\n");
    const auto clock = api == "rest" ? ClockMode::Kind::virtual_ : ClockMode::Kind::manual;
    const LiveServer server{clock, tiny_org()};
    std::vector<std::string> options = k_insert;
    options.insert(options.end(), {"--api", api});
    const ProgramResult refused = run_program(against(server, replay_of(csv, options)));
    CHECK(refused.code == 3);
    CHECK_THAT(refused.err, Catch::Contains(csv + ":2:2: byte 0xFC"));
    CHECK(count(server, "Contact") == 0);
    options.insert(options.end(), {"--encoding", "windows-1252"});
    const ProgramResult replay = run_program(against(server, replay_of(csv, options)));
    INFO(replay.out << replay.err);
    CHECK(replay.code == 0);
    CHECK(count(server, "Contact+WHERE+LastName='M%C3%BCller'") == 1);
    CHECK(count(server, "Contact+WHERE+LastName='Le%C3%B3n'") == 1);
}

TEST_CASE("a plan goes by REST, too, in requests that the API takes") {
    const Folder folder;
    std::string csv = "LastName,AccountId\n";
    for (int row = 0; row < 900; ++row)
        csv += "C-" + std::to_string(row) + ",001000000000" + std::to_string(100 + row % 3) + "\n";
    const std::string path = folder.write("rows.csv", csv);
    std::vector<std::string> plan{"plan", path, "--batch-size", "300", "--out", folder.path("out")};
    plan.insert(plan.end(), k_insert.begin(), k_insert.end());
    const ProgramResult planned = run_program(plan);
    INFO(planned.err);
    REQUIRE(planned.code == 0);
    OrgConfig config = tiny_org();
    config.adopt_unknown_ids = true;
    const LiveServer server{ClockMode::Kind::virtual_, std::move(config)};
    const std::string file = folder.path("out/plan.json");
    const ProgramResult replay = run_program(against(server, replay_of(file, {"--api", "rest"})));
    INFO(replay.out << replay.err);
    CHECK(replay.code == 0);
    const Json report = json_of(replay);
    CHECK(report["api"] == "rest");
    CHECK(report["rows"]["created"] == 900);
    CHECK(report["jobs"]["count"] >= 5);
    CHECK(count(server, "Contact") == 900);
    const ProgramResult rehearsed = run_program({"rehearse", file, "--api", "rest", "--json"});
    CHECK(rehearsed.code == 0);
    CHECK(json_of(rehearsed)["strategies"][0]["rows"]["created"] == 900);
}

TEST_CASE("an insert of generated external ids is counted and cleaned up by their beginning") {
    const Folder folder;
    const std::string load = folder.write(
        "load.json",
        R"({"name": "deals", "schema": ")" +
            (std::filesystem::current_path() / "fixtures/schemas/external-id.json").string() +
            R"(", "sources": {"s": {"object": "Opportunity", "rows": 30, "columns": {
                "External_ID__c": "EXT-{n}", "Name": "Deal {n}", "StageName": "Prospecting",
                "CloseDate": "2026-01-01"}}},
            "load": {"source": "s", "operation": "insert", "pollEvery": "100ms"}})"
    );
    OrgConfig config = tiny_org();
    config.schema = read_schema_file("fixtures/schemas/external-id.json").value();
    const LiveServer server{ClockMode::Kind::virtual_, std::move(config)};
    ask(server,
        "POST",
        "/services/data/v60.0/composite/sobjects",
        R"({"records": [{"attributes": {"type": "Opportunity"}, "Name": "another's",
            "StageName": "Prospecting", "CloseDate": "2026-01-01"}]})");
    const std::string out = folder.path("out.json");
    const ProgramResult replay = run_program(against(server, replay_of(load, {"--report", out})));
    INFO(replay.out << replay.err);
    REQUIRE(replay.code == 0);
    CHECK(json_of(replay)["tag"] == "External_ID__c LIKE 'EXT-%' AND StageName = 'Prospecting'");
    CHECK(run_program(against(server, {"count", "--report", out})).code == 0);
    const ProgramResult cleanup =
        run_program(against(server, {"cleanup", "--load", load, "--yes", "--json"}));
    INFO(cleanup.out << cleanup.err);
    CHECK(cleanup.code == 0);
    CHECK(count(server, "Opportunity") == 1);
}

}  // namespace
}  // namespace rowlock
