// Faults that strike the log-in itself.
#include "tests/support/test.hpp"
#include "tests/unit/harness/faults/replay_outcome.hpp"

namespace rowlock {
namespace {

using namespace test;

using Arguments = std::vector<std::string>;

const std::string k_token_path = "/services/oauth2/token";

void check_login(FaultWorld& world, const Arguments& options, const Aim& aim) {
    Arguments arguments{
        "count",
        "--object",
        "Opportunity",
        "--where",
        FaultWorld::k_deals_where,
        "--expect",
        std::to_string(k_deals - 1),
        "--target",
        world.server().url()};
    arguments.insert(arguments.end(), options.begin(), options.end());
    for (const FaultCase& fault : request_faults()) {
        // Nobody has a session yet.
        if (fault.ends_session) continue;
        const FaultedRun run = world.run_as_given(fault, arguments, aim);
        INFO(fault.name << '\n' << run.program.out << run.program.err);
        CHECK(run.struck > 0);
        CHECK(run.program.code == 0);
    }
}

TEST_CASE("a log-in by OAuth that meets trouble is tried again") {
    FaultWorld world;
    check_login(world, {"--client-id", "app", "--client-secret", "s"}, {0, 1, k_token_path});
}

TEST_CASE("a log-in by SOAP that meets trouble is tried again") {
    FaultWorld world;
    check_login(
        world,
        {"--username", "admin@rowlock.example", "--password", "p"},
        {0, 1, "/services/soap/*"}
    );
}

TEST_CASE("a log-in waits out what lasts for some seconds") {
    FaultWorld world;
    FaultCase fault;
    fault.name = "lasting";
    fault.what = R"("kind":"status","status":500)";
    const FaultedRun run = world.run_as_given(
        fault,
        {"count",
         "--object",
         "Opportunity",
         "--target",
         world.server().url(),
         "--client-id",
         "app",
         "--client-secret",
         "s"},
        {0, k_lasting, k_token_path}
    );
    INFO(run.program.err);
    CHECK(run.struck == k_lasting);
    CHECK(run.program.code == 0);
}

TEST_CASE("a session that ends in the middle of a load is renewed, whatever the log-in meets") {
    for (const FaultCase& ending : fault_cases()) {
        if (!ending.ends_session) continue;
        for (const FaultCase& fault : request_faults()) {
            if (fault.ends_session) continue;
            DealsLoad load;
            load.operation = "insert";
            load.faults = json_of(fault, {0, 1, k_token_path}) + ',';
            const ReplayOutcome outcome = replay(ending, load, {2, 1, ""});
            INFO(fault.name << '\n' << outcome.program.err);
            check_books(outcome);
            CHECK(outcome.program.code == 0);
            CHECK(outcome.deals.size() == k_deals);
            CHECK_THAT(outcome.program.err, Catch::Contains("\"" + fault.name + "\" struck 1"));
        }
    }
}

}  // namespace
}  // namespace rowlock
