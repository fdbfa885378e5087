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
