#include "mockorg/engine/ledger.hpp"

#include "tests/support/test.hpp"

namespace rowlock {
namespace {

LockFailure failure_of_job(std::uint32_t job) {
    LockFailure failure;
    failure.waiter.job = job;
    return failure;
}

TEST_CASE("a ledger keeps the first failures and counts the others") {
    Ledger ledger{2};
    for (std::uint32_t job = 0; job < 5; ++job) ledger.record(failure_of_job(job));
    REQUIRE(ledger.failures().size() == 2);
    CHECK(ledger.failures()[0].waiter.job == 0);
    CHECK(ledger.failures()[1].waiter.job == 1);
    CHECK(ledger.dropped() == 3);
}

TEST_CASE("a ledger without room is switched off") {
    Ledger ledger{0};
    ledger.record(failure_of_job(1));
    CHECK(ledger.failures().empty());
    CHECK(ledger.dropped() == 1);
}

}  // namespace
}  // namespace rowlock
