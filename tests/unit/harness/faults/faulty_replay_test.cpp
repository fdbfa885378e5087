// Every fault against replay through every API: nothing lost, nothing doubled, and the report says
// so.
#include "tests/support/test.hpp"
#include "tests/unit/harness/faults/fault_cases.hpp"
#include "tests/unit/harness/replay/temporary_file.hpp"
#include "tests/unit/mockorg/server/running_server.hpp"

#include <atomic>
#include <csignal>
#include <string>
#include <thread>

namespace rowlock {
namespace {

using namespace test;

struct Outcome {
    ProgramResult program;
    Json report;
    std::map<std::string, std::uint64_t> deals;
    std::uint64_t struck = 0;
};

std::string with_name(const FaultCase& fault, const std::string& members) {
    return R"({"name":")" + fault.name + "\"," + members.substr(1);
}

/// From `note: fault "x" struck 2 of 17`.
std::uint64_t struck_in(const std::string& text) {
    const auto at = text.find(" struck ");
    return at == std::string::npos ? 0 : std::stoull(text.substr(at + 8));
}

Outcome replay(const FaultCase& fault, const std::string& operation, const std::string& api) {
    const std::string& members = api == "rest" ? once(fault) : fault.members;
    const std::string faults = with_name(fault, members);
    const TemporaryFile load{deals_load(operation, api, faults)};
    const auto clock = api == "rest" ? ClockMode::Kind::virtual_ : ClockMode::Kind::manual;
    const LiveServer server{clock, deals_org()};
    Outcome outcome;
    outcome.program = run_program(against_faulty(server, fault, {"replay", load.path, "--json"}));
    INFO(outcome.program.err);
    outcome.report = json_of(outcome.program.out);
    outcome.struck = struck_in(outcome.program.err);
    outcome.deals = deals_of(server);
    CHECK(ask(server, "GET", "/rowlock/faults").body == R"({"faults":[]})");
    return outcome;
}

std::uint64_t tally(const Outcome& outcome, const char* name) {
    return outcome.report["rows"][name].get<std::uint64_t>();
}

/// What must hold whatever happened.
void check_books(const Outcome& outcome) {
    for (const auto& [key, records] : outcome.deals) {
        INFO(key);
        CHECK(records == 1);
    }
    const std::uint64_t saved = tally(outcome, "created") + tally(outcome, "updated");
    const std::uint64_t unsure = tally(outcome, "unknown") + tally(outcome, "missing");
    CHECK(outcome.deals.size() >= saved);
    CHECK(outcome.deals.size() <= saved + unsure);
    CHECK(
        saved + unsure + tally(outcome, "failed") + tally(outcome, "unprocessed") +
            tally(outcome, "notSent") ==
        k_deals
    );
    CHECK(outcome.report["jobs"]["left"].empty());
}

TEST_CASE("bulk: whatever goes wrong, each row arrives once") {
    for (const FaultCase& fault : fault_cases()) {
        for (const std::string api : {"bulk1", "bulk2"}) {
            for (const std::string operation : {"insert", "upsert"}) {
                const Outcome outcome = replay(fault, operation, api);
                INFO(fault.name << ' ' << api << ' ' << operation << '\n' << outcome.program.err);
                INFO(outcome.report.dump(1));
                check_books(outcome);
                CHECK(outcome.struck > 0);
                if (fault.gives_up) {
                    CHECK(outcome.program.code == 4);
                    CHECK_THAT(outcome.program.err, Catch::Contains("failed: InternalServerError"));
                } else {
                    CHECK(outcome.program.code == 0);
                    CHECK(outcome.deals.size() == k_deals);
                }
            }
        }
    }
}

TEST_CASE("rest: whatever goes wrong, each row arrives once or is named as unsafe") {
    for (const FaultCase& fault : fault_cases()) {
        // Limits make a client pause for ten seconds, which REST has to wait for.
        if (fault.of_jobs || fault.name == "limit") continue;
        for (const std::string operation : {"insert", "upsert"}) {
            const Outcome outcome = replay(fault, operation, "rest");
            INFO(fault.name << ' ' << operation << '\n' << outcome.program.err);
            INFO(outcome.report.dump(1));
            check_books(outcome);
            CHECK(outcome.struck > 0);
            if (fault.leaves_doubt && operation == "insert") {
                CHECK(outcome.program.code == 1);
                CHECK(outcome.report["unsafeRows"] > 0);
            } else {
                CHECK(outcome.program.code == 0);
                CHECK(outcome.deals.size() == k_deals);
            }
        }
    }
}

TEST_CASE("an org that is no mock is not loaded if the load has faults") {
    const TemporaryFile load{deals_load("upsert", "bulk2", R"({"name":"f","kind":"reset"})")};
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
    const TemporaryFile load{deals_load(
        "upsert", "bulk2", R"({"name":"f","kind":"lock","object":"Acount","where":"Name = 'A'"})"
    )};
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
    std::string text =
        deals_load("upsert", "bulk2", R"({"name":"s","kind":"slow","seconds":0.01})");
    const std::string batches = R"("batchRows": 40)";
    text.replace(text.find(batches), batches.size(), R"("interval": "300ms", "batchRows": 5)");
    const TemporaryFile load{text};
    const LiveServer server{ClockMode::Kind::virtual_, deals_org()};
    ProgramResult replay;
    std::thread user{[&] { replay = run_program(against(server, {"replay", load.path})); }};
    while (json_of(ask(server, "GET", "/rowlock/faults").body)["faults"].empty())
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
