// Every fault against replay through both Bulk APIs: nothing lost, nothing doubled, and the report
// says so.
#include "tests/support/test.hpp"
#include "tests/unit/harness/faults/replay_outcome.hpp"

namespace rowlock {
namespace {

using namespace test;

void check_every_fault(const std::string& api, const std::string& operation) {
    // Two in a row: what is repeated is struck again.
    constexpr unsigned k_twice = 2;
    for (const FaultCase& fault : fault_cases()) {
        DealsLoad load;
        load.api = api;
        load.operation = operation;
        const ReplayOutcome outcome = replay(fault, load, {1, k_twice, ""});
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
            CHECK(outcome.tally("created") == k_deals);
        }
    }
}

/// A fault that strikes the request for a job so often.
Json report_of_lost_creations(
    const std::string& api, const std::string& what, unsigned times, int exit_code
) {
    FaultCase fault;
    fault.name = "lost";
    fault.what = what;
    DealsLoad load;
    load.api = api;
    const std::string path = api == "bulk1" ? "/services/async/*/job" : "*/jobs/ingest";
    fault.what += R"(,"method":"POST")";
    const ReplayOutcome outcome = replay(fault, load, {0, times, path});
    INFO(outcome.program.err << outcome.report.dump(1));
    CHECK(outcome.program.code == exit_code);
    CHECK(outcome.struck == times);
    check_books(outcome);
    return outcome.report;
}

TEST_CASE("no job stays open because the answer to its creation was lost") {
    struct Loss {
        std::string what;
        bool made;
        std::uint64_t lost;
    };

    const auto loss = GENERATE(
        Loss{R"("kind":"reset")", true, 2},
        Loss{R"("kind":"reset","done":false)", false, 2},
        Loss{R"("kind":"timeout","seconds":0.05)", true, 2},
        Loss{R"("kind":"reset-in-body")", true, 2},
        Loss{R"("kind":"status","status":500,"done":true)", true, 2},
        Loss{R"("kind":"status","status":503,"done":true)", true, 2},
        Loss{R"("kind":"status","status":503)", false, 2},
        Loss{R"("kind":"status","status":429)", false, 0}
    );
    const std::string api = GENERATE("bulk1", "bulk2");
    CAPTURE(api, loss.what);
    const Json report = report_of_lost_creations(api, loss.what, 2, 0);
    CHECK(report["lostCreations"] == loss.lost);
    REQUIRE(report["leftJobs"].size() == (loss.made ? 2 : 0));
    for (const Json& job : report["leftJobs"]) CHECK(job["done"] == "aborted");
}

TEST_CASE("a load that ends because no creation is answered leaves no open job behind, either") {
    const std::string api = GENERATE("bulk1", "bulk2");
    CAPTURE(api);
    const Json report = report_of_lost_creations(api, R"("kind":"reset")", 9, 4);
    CHECK(report["lostCreations"] == 9);
    CHECK(report["leftJobs"].size() == 9);
}

TEST_CASE("bulk1: whatever goes wrong, each inserted row arrives once") {
    check_every_fault("bulk1", "insert");
}

TEST_CASE("bulk1: whatever goes wrong, each upserted row arrives once") {
    check_every_fault("bulk1", "upsert");
}

TEST_CASE("bulk2: whatever goes wrong, each inserted row arrives once") {
    check_every_fault("bulk2", "insert");
}

TEST_CASE("bulk2: whatever goes wrong, each upserted row arrives once") {
    check_every_fault("bulk2", "upsert");
}

}  // namespace
}  // namespace rowlock
