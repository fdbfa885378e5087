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
    Ledger ledger{{2, 2, 2}};
    for (std::uint32_t job = 0; job < 5; ++job) ledger.record(failure_of_job(job));
    REQUIRE(ledger.failures().size() == 2);
    CHECK(ledger.failures()[0].waiter.job == 0);
    CHECK(ledger.failures()[1].waiter.job == 1);
    CHECK(ledger.dropped() == 3);
}

TEST_CASE("a ledger without room is switched off") {
    Ledger ledger{{0, 2, 2}};
    ledger.record(failure_of_job(1));
    CHECK(ledger.failures().empty());
    CHECK(ledger.dropped() == 1);
}

LockWait wait_of_job(std::uint32_t job) {
    LockWait wait;
    wait.waiter.job = job;
    wait.until = wait.since + seconds(1);
    return wait;
}

TEST_CASE("a timeline keeps the first transactions and waits and counts the others") {
    Ledger ledger{{10, 2, 10}};
    for (std::uint32_t job = 0; job < 3; ++job) {
        ledger.wait_ended(wait_of_job(job));
        ledger.transaction_ended({{}, job, {}, {}, {}, true});
    }
    REQUIRE(ledger.waits().size() == 2);
    CHECK(ledger.waits()[1].waiter.job == 1);
    REQUIRE(ledger.transactions().size() == 2);
    CHECK(ledger.transactions()[1].number == 1);
    CHECK(ledger.timeline_dropped() == 2);
    CHECK(ledger.books().parties().size() == 3);
}

TEST_CASE("without a timeline there are books all the same, and nothing is dropped") {
    Ledger ledger{{10, 0, 10}};
    ledger.wait_ended(wait_of_job(1));
    ledger.transaction_ended({});
    CHECK(ledger.waits().empty());
    CHECK(ledger.transactions().empty());
    CHECK(ledger.timeline_dropped() == 0);
    CHECK(ledger.books().parties().size() == 1);
}

TEST_CASE("a ledger that is off keeps no waits and no books") {
    Ledger ledger{{0, 10, 10}};
    CHECK_FALSE(ledger.is_on());
    ledger.wait_ended(wait_of_job(1));
    ledger.transaction_ended({});
    CHECK(ledger.waits().empty());
    CHECK(ledger.transactions().empty());
    CHECK(ledger.books().parties().empty());
}

}  // namespace
}  // namespace rowlock
