// What a replay does with the foreign writers of its load file.
#include "tests/support/folder.hpp"
#include "tests/support/test.hpp"
#include "tests/unit/harness/cli/live_requests.hpp"
#include "tests/unit/harness/cli/live_server.hpp"
#include "tests/unit/harness/cli/program.hpp"
#include "tests/unit/harness/rehearse/tiny_load.hpp"
#include "tests/unit/mockorg/server/running_server.hpp"

#include <csignal>
#include <thread>

namespace rowlock {
namespace {

using test::against;
using test::ask;
using test::Folder;
using test::LiveServer;
using test::ProgramResult;
using test::run_program;
using test::tiny_load_text;
using test::tiny_org;

/// Ann keeps an account for an hour; one strategy is without her.
std::string ann_load() {
    return tiny_load_text(
        R"({"name": "with her"}, {"name": "alone", "overrides": {"foreignWriters": []}})",
        R"("foreignWriters": [{"name": "Ann", "kind": "user", "object": "Account",
            "where": "Name = 'Account 1'", "hold": "1h"}],)"
    );
}

Json json_of(const ProgramResult& result) {
    auto json = parse_json(result.out);
    if (!json) FAIL(result.out << result.err);
    return std::move(*json);
}

Json writers_of(const LiveServer& server) {
    return ask(server, "GET", "/rowlock/foreign-writers")["foreignWriters"];
}

TEST_CASE("foreign writers take part in a replay as in a rehearsal, and are gone behind it") {
    const Folder folder;
    const std::string load = folder.write("load.json", ann_load());
    const Json rehearsed = json_of(run_program({"rehearse", load, "--json"}))["strategies"];
    std::uint64_t failed[2]{};
    for (std::size_t i = 0; i < 2; ++i) {
        const std::string strategy = rehearsed[i]["name"];
        const LiveServer server{ClockMode::Kind::manual, tiny_org()};
        const ProgramResult replay =
            run_program(against(server, {"replay", load, "--strategy", strategy, "--json"}));
        INFO(replay.err);
        failed[i] = json_of(replay)["rows"]["failed"];
        CHECK(failed[i] == rehearsed[i]["rows"]["failed"]);
        const bool told =
            replay.err.find("note: foreign writer Ann (user): 0 trans") != std::string::npos;
        CHECK(told == (strategy == "with her"));
        CHECK(writers_of(server).empty());
    }
    CHECK(failed[0] > failed[1]);
}

TEST_CASE("what a killed replay left behind makes room, and others' writers stay") {
    const Folder folder;
    const std::string load = folder.write("load.json", ann_load());
    const LiveServer server{ClockMode::Kind::manual, tiny_org()};
    const std::string user = R"({"kind": "user", "object": "Contact", "hold": "1s"})";
    ask(server, "PUT", "/rowlock/foreign-writers/Ann", user);
    ask(server, "PUT", "/rowlock/foreign-writers/Bob", user);
    const ProgramResult replay =
        run_program(against(server, {"replay", load, "--strategy", "with her"}));
    CHECK_THAT(replay.err, Catch::Contains("foreign writer \"Ann\" was set before"));
    CHECK_THAT(replay.err, !Catch::Contains("Bob"));
    REQUIRE(writers_of(server).size() == 1);
    CHECK(writers_of(server)[0]["name"] == "Bob");
}

TEST_CASE("Ctrl-C takes the foreign writers away, too") {
    const Folder folder;
    const std::string load = folder.write("load.json", ann_load());
    const LiveServer server{ClockMode::Kind::virtual_, tiny_org()};
    ProgramResult replay;
    std::thread user{[&] {
        replay = run_program(against(server, {"replay", load, "--strategy", "with her"}));
    }};
    while (writers_of(server).empty()) std::this_thread::yield();
    std::raise(SIGINT);
    user.join();
    INFO(replay.err);
    CHECK(replay.code == 5);
    CHECK_THAT(replay.err, Catch::Contains("note: foreign writer Ann"));
    CHECK(writers_of(server).empty());
}

TEST_CASE("a foreign writer that the org refuses ends the load with its place in the file") {
    const Folder folder;
    std::string text = ann_load();
    const std::string object = R"("object": "Account",
            "where")";
    text.replace(text.find(object), object.size(), R"("object": "Acount", "where")");
    const std::string load = folder.write("load.json", text);
    const LiveServer server{ClockMode::Kind::manual, tiny_org()};
    const ProgramResult replay =
        run_program(against(server, {"replay", load, "--strategy", "with her"}));
    CHECK(replay.code == 2);
    CHECK_THAT(replay.err, Catch::Contains(load + ":") && Catch::Contains("Acount"));
    CHECK(test::count(server, "Contact") == 0);
}

TEST_CASE("at an org that is no mock they are left out, and that is said") {
    const Folder folder;
    const std::string load = folder.write("load.json", ann_load());
    RunningServer org{{}, RequestHandler{[](const HttpRequest&, const RespondFn& respond) {
                          HttpResponse answer;
                          answer.status = 404;
                          respond(std::move(answer));
                      }}};
    const std::string url = "http://127.0.0.1:" + std::to_string(org.port());
    const auto said = [&](const char* strategy) {
        return run_program({"replay", load, "--strategy", strategy, "--target", url, "--token", "T"}
        )
            .err;
    };
    CHECK_THAT(said("with her"), Catch::Contains("foreign writers are left out"));
    CHECK_THAT(said("alone"), !Catch::Contains("foreign writers are left out"));
}

}  // namespace
}  // namespace rowlock
