// Every fault against replay through REST: nothing doubled, and each row has arrived or is named as
// unsafe.
#include "tests/support/test.hpp"
#include "tests/unit/harness/faults/replay_outcome.hpp"

namespace rowlock {
namespace {

using namespace test;

void check_rest(const FaultCase& fault, const std::string& operation) {
    DealsLoad load;
    load.api = "rest";
    load.operation = operation;
    const ReplayOutcome outcome = replay(fault, load, {});
    INFO(fault.name << ' ' << operation << '\n' << outcome.program.err);
    INFO(outcome.report.dump(1));
    check_books(outcome);
    CHECK(outcome.struck > 0);
    if (fault.leaves_doubt && operation == "insert") {
        CHECK(outcome.program.code == 1);
        CHECK(outcome.report["unsafeRows"] == outcome.tally("unknown"));
        CHECK(outcome.tally("unknown") == 40);
    } else {
        CHECK(outcome.program.code == 0);
        CHECK(outcome.deals.size() == k_deals);
        // Sent again in doubt, an upsert finds what it made itself.
        CHECK(outcome.tally("created") + outcome.tally("updated") == k_deals);
        if (!fault.leaves_doubt) CHECK(outcome.tally("created") == k_deals);
    }
}

/// All faults of requests that a client of REST can meet, but for limits.
void check_passing_faults(const std::string& operation) {
    for (const FaultCase& fault : request_faults()) {
        if (!fault.is_limit) check_rest(fault, operation);
    }
}

TEST_CASE("rest: whatever goes wrong, no inserted row arrives twice") {
    check_passing_faults("insert");
}

TEST_CASE("rest: whatever goes wrong, each upserted row arrives once") {
    check_passing_faults("upsert");
}

// Both take more than ten seconds of the wall clock, which REST goes by.

TEST_CASE("rest: rows that failed for a lock arrive later") {
    for (const FaultCase& fault : fault_cases()) {
        if (fault.of == FaultCase::Of::records) check_rest(fault, "insert");
    }
}

TEST_CASE("rest: a limit of requests is waited for, and nothing is lost or doubled") {
    for (const FaultCase& fault : fault_cases()) {
        if (fault.is_limit) check_rest(fault, "insert");
    }
}

}  // namespace
}  // namespace rowlock
