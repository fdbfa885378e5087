#include "harness/client/http_client.hpp"
#include "mockorg/codec/json.hpp"
#include "tests/support/test.hpp"
#include "tests/unit/harness/cli/live_server.hpp"
#include "tests/unit/harness/cli/program.hpp"
#include "tests/unit/harness/rehearse/tiny_load.hpp"
#include "tests/unit/harness/replay/temporary_file.hpp"

#include <nlohmann/json.hpp>

#include <csignal>
#include <thread>

namespace rowlock {
namespace {

using test::against;
using test::LiveServer;
using test::ProgramResult;
using test::run_program;
using test::TemporaryFile;
using test::tiny_org;

Json json_of(const std::string& text) {
    auto json = parse_json(text);
    if (!json) FAIL(text);
    return std::move(*json);
}

Json get(const LiveServer& server, const std::string& path) {
    HttpClientOptions options;
    options.base_url = server.url();
    options.token = LiveServer::k_token;
    HttpRequest request;
    request.method = "GET";
    request.target = path;
    auto client = HttpClient::create(options);
    REQUIRE(client);
    const auto answer = client->perform(request);
    REQUIRE(answer);
    return json_of(answer->body);
}

constexpr const char* k_retried =
    R"({"name": "retried", "overrides": {"retry": {"times": 1, "delay": "5s"}}})";

TEST_CASE("a replay against a manual clock is the rehearsal, event by event") {
    const std::string strategy = GENERATE(as<std::string>{}, R"({"name": "as it is"})", k_retried);
    const TemporaryFile load{test::tiny_load_text(strategy)};
    const Json rehearsed =
        json_of(run_program({"rehearse", load.path, "--json"}).out)["strategies"][0];
    const LiveServer server{ClockMode::Kind::manual, tiny_org()};
    const ProgramResult replay = run_program(against(server, {"replay", load.path, "--json"}));
    CHECK(replay.code == 0);
    const Json replayed = json_of(replay.out);
    CHECK(replayed["rows"] == rehearsed["rows"]);
    CHECK(replayed["rows"]["failed"] > 0);
    CHECK(replayed["durationSeconds"] == rehearsed["durationSeconds"]);
    const Json trace = get(server, "/rowlock/trace");
    CHECK(trace["hash"] == rehearsed["trace"]["hash"]);
    CHECK(trace["count"] == rehearsed["trace"]["events"]);
}

TEST_CASE("replay, count, cleanup: what was created is counted, deleted and gone") {
    const TemporaryFile load{test::tiny_load_text(k_retried)};
    const TemporaryFile report;
    const LiveServer server{ClockMode::Kind::manual, tiny_org()};
    REQUIRE(run_program(against(server, {"replay", load.path, "--report", report.path})).code == 0);

    const std::string where = "LastName LIKE 'C-%'";
    const std::vector<std::string> count{"count", "--report", report.path, "--where", where};
    const ProgramResult counted = run_program(against(server, count));
    CHECK(counted.code == 1);
    CHECK_THAT(counted.out, Catch::Contains("finding: 60 rows did not arrive"));
    CHECK_THAT(
        counted.out, Catch::Contains("every row is accounted for, but not every row arrived")
    );

    const std::vector<std::string> cleanup{"cleanup", "--object", "Contact", "--where", where};
    const ProgramResult dry = run_program(against(server, cleanup));
    CHECK(dry.code == 0);
    CHECK_THAT(dry.out, Catch::Contains("nothing was deleted, --yes deletes them"));
    CHECK(run_program(against(server, count)).out == counted.out);

    std::vector<std::string> really = cleanup;
    really.emplace_back("--yes");
    const ProgramResult cleaned = run_program(against(server, really));
    CHECK(cleaned.code == 0);
    CHECK_THAT(cleaned.out, Catch::Contains("counted again: 0 left"));

    // The report now promises records the org does not have.
    const ProgramResult recount = run_program(against(server, count));
    CHECK(recount.code == 1);
    CHECK_THAT(recount.out, Catch::Contains("finding: the org holds 0 records"));
    const ProgramResult accounts =
        run_program(against(server, {"count", "--object", "Account", "--json"}));
    CHECK(json_of(accounts.out)["records"] == 4);
}

TEST_CASE("with a virtual clock the wall clock paces the load, and every row is accounted for") {
    const TemporaryFile load{test::tiny_load_text(
        R"({"name": "quick", "overrides": {"interval": "10ms", "pollEvery": "100ms"}})"
    )};
    const LiveServer server{ClockMode::Kind::virtual_, tiny_org()};
    const ProgramResult replay = run_program(against(server, {"replay", load.path, "--json"}));
    CHECK(replay.code == 0);
    const Json rows = json_of(replay.out)["rows"];
    CHECK(rows["created"] == 200);
}

TEST_CASE("Ctrl-C ends a replay with 5, aborts what runs and accounts for it") {
    const TemporaryFile load{
        test::tiny_load_text(R"({"name": "long", "overrides": {"interval": "200ms"},
                                 "expect": {"failedAtMost": 200}})")};
    OrgConfig config = tiny_org();
    const LiveServer server{ClockMode::Kind::virtual_, std::move(config)};
    ProgramResult replay;
    std::thread user{[&] {
        replay = run_program(against(server, {"replay", load.path, "--json"}));
    }};
    // Once the third job of the load is there, the second one surely is complete.
    while (get(server, "/services/data/v60.0/jobs/ingest")["records"].size() < 4)
        std::this_thread::yield();
    std::raise(SIGINT);
    user.join();
    CHECK(replay.code == 5);
    const Json report = json_of(replay.out);
    CHECK(report["interrupted"] == true);
    CHECK(report["expectations"].empty());
    CHECK(report["rows"]["created"] >= 20);
    CHECK(report["rows"]["notSent"] >= 100);
    CHECK(report["rows"]["unknown"] == 0);
    CHECK(report["jobs"]["left"].empty());
    const Json jobs = get(server, "/services/data/v60.0/jobs/ingest")["records"];
    for (const Json& job : jobs)
        CHECK((job["state"] == "JobComplete" || job["state"] == "Aborted"));
}

TEST_CASE("a wrong token ends with 2 before anything is sent") {
    const LiveServer server{ClockMode::Kind::manual, tiny_org()};
    const TemporaryFile load{test::tiny_load_text(R"({"name": "one"})")};
    const ProgramResult result =
        run_program({"replay", load.path, "--target", server.url(), "--token", "wrong"});
    CHECK(result.code == 2);
    CHECK_THAT(result.err, Catch::Contains("does not accept the token"));
}

TEST_CASE("the org's refusal of serial jobs ends the replay with 4 and its words") {
    const LiveServer server{ClockMode::Kind::manual, tiny_org()};
    const TemporaryFile load{
        test::tiny_load_text(R"({"name": "s", "overrides": {"concurrencyMode": "Serial"}})")};
    const ProgramResult result = run_program(against(server, {"replay", load.path}));
    CHECK(result.code == 4);
    CHECK_THAT(result.err, Catch::Contains("Property currently unsupported: 'concurrencyMode'"));
    CHECK_THAT(result.out, Catch::Contains("not sent"));
}

TEST_CASE("a condition the org does not understand is misuse, told in its words") {
    const LiveServer server{ClockMode::Kind::virtual_};
    const ProgramResult result =
        run_program(against(server, {"count", "--object", "Account", "--where", "Nmae = 'x'"}));
    CHECK(result.code == 2);
    CHECK_THAT(result.err, Catch::Contains("Nmae"));
}

TEST_CASE("commands log in by themselves") {
    const LiveServer server{ClockMode::Kind::virtual_, tiny_org()};
    const auto way = GENERATE(
        std::vector<std::string>{"--username", "admin@rowlock.example", "--password", "any"},
        std::vector<std::string>{"--client-id", "app", "--client-secret", "s"}
    );
    std::vector<std::string> arguments{"count", "--object", "Account", "--target", server.url()};
    arguments.insert(arguments.end(), way.begin(), way.end());
    const ProgramResult result = run_program(arguments);
    INFO(result.err);
    CHECK(result.code == 0);
    const ProgramResult none =
        run_program({"count", "--object", "Account", "--target", server.url()});
    CHECK(none.code == 2);
    CHECK(none.err.find("--token") != std::string::npos);
}

}  // namespace
}  // namespace rowlock
