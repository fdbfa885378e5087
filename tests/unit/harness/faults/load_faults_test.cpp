// What a replay does with the faults of its load file.
#include "tests/support/test.hpp"
#include "tests/unit/harness/faults/fault_world.hpp"
#include "tests/unit/harness/replay/temporary_file.hpp"
#include "tests/unit/mockorg/server/running_server.hpp"

#include <atomic>
#include <csignal>
#include <string>
#include <thread>

namespace rowlock {
namespace {

using namespace test;

std::string load_with(const std::string& faults) {
    DealsLoad load;
    load.faults = faults;
    return load.text();
}

TEST_CASE("an org that is no mock is not loaded if the load has faults") {
    const TemporaryFile load{load_with(R"({"name":"f","kind":"reset"})")};
    std::atomic<int> writes{0};
    RunningServer org{{}, RequestHandler{[&](const HttpRequest& request, const RespondFn& respond) {
                          if (request.method != "GET") ++writes;
                          HttpResponse answer;
                          answer.status = 404;
                          respond(std::move(answer));
                      }}};
    const std::string url = "http://127.0.0.1:" + std::to_string(org.port());
    const ProgramResult refused =
        run_program({"replay", load.path, "--target", url, "--token", "T"});
    INFO(refused.err);
    CHECK(refused.code == 2);
    CHECK_THAT(refused.err, Catch::Contains("only a rowlock mock org can have"));
    CHECK(writes == 0);
}

TEST_CASE("a fault that only the org can find wrong ends the load with its place in the file") {
    const TemporaryFile load{
        load_with(R"({"name":"f","kind":"lock","object":"Acount","where":"Name = 'A'"})")};
    const LiveServer server{ClockMode::Kind::manual, deals_org()};
    for (const ProgramResult& refused :
         {run_program(against(server, {"replay", load.path})),
          run_program({"rehearse", load.path})}) {
        const std::string said = refused.err + refused.out;
        INFO(said);
        CHECK(refused.code != 0);
        CHECK_THAT(said, Catch::Contains(load.path + ":") && Catch::Contains("Acount"));
    }
    CHECK(deals_of(server).empty());
}

TEST_CASE("Ctrl-C takes the faults away, too") {
    std::string text = load_with(R"({"name":"s","kind":"slow","seconds":0.01})");
    const std::string batches = R"("batchRows": 40)";
    text.replace(text.find(batches), batches.size(), R"("interval": "300ms", "batchRows": 5)");
    const TemporaryFile load{text};
    const LiveServer server{ClockMode::Kind::virtual_, deals_org()};
    ProgramResult replay;
    std::thread user{[&] { replay = run_program(against(server, {"replay", load.path})); }};
    while (parsed(ask(server, "GET", "/rowlock/faults").body)["faults"].empty())
        std::this_thread::yield();
    std::raise(SIGINT);
    user.join();
    INFO(replay.err);
    CHECK(replay.code == 5);
    CHECK_THAT(replay.err, Catch::Contains("note: fault \"s\" struck"));
    CHECK(ask(server, "GET", "/rowlock/faults").body == R"({"faults":[]})");
}

}  // namespace
}  // namespace rowlock
