#include "mockorg/engine/lock_books.hpp"

#include "tests/support/test.hpp"

namespace rowlock {
namespace {

LockWait any_wait() {
    LockWait wait;
    wait.since = TimePoint{Duration{*rc::gen::inRange<std::int64_t>(0, 1000)}};
    wait.until = wait.since + Duration{*rc::gen::inRange<std::int64_t>(0, 1000)};
    wait.waiter.kind =
        *rc::gen::element(TransactionOrigin::Kind::bulk_chunk, TransactionOrigin::Kind::foreign);
    wait.waiter.job = *rc::gen::inRange<std::uint32_t>(0, 4);
    wait.holder.job = *rc::gen::inRange<std::uint32_t>(0, 4);
    wait.waiter_rule = *rc::gen::inRange<std::uint16_t>(0, 3);
    wait.holder_rule = *rc::gen::inRange<std::uint16_t>(0, 3);
    wait.end = *rc::gen::element(
        LockWait::End::granted,
        LockWait::End::timeout,
        LockWait::End::deadlock,
        LockWait::End::withdrawn
    );
    wait.rows_failed = *rc::gen::inRange<std::uint32_t>(0, 5);
    return wait;
}

void add(WaitSums& sums, const WaitSums& more) {
    sums.waits += more.waits;
    sums.timeouts += more.timeouts;
    sums.deadlocks += more.deadlocks;
    sums.rows_failed += more.rows_failed;
    sums.waited += more.waited;
    sums.records_failed += more.records_failed;
}

bool equal(const WaitSums& a, const WaitSums& b) {
    return a.waits == b.waits && a.timeouts == b.timeouts && a.deadlocks == b.deadlocks &&
           a.rows_failed == b.rows_failed && a.waited == b.waited &&
           a.records_failed == b.records_failed;
}

TEST_CASE("whatever the bound, every wait is counted once, and no more pairs are kept") {
    rc::prop("any waits", [] {
        const auto bound = *rc::gen::inRange<std::size_t>(0, 12);
        LockBooks books{bound};
        WaitSums all;
        const int count = *rc::gen::inRange(0, 60);
        for (int i = 0; i < count; ++i) {
            const LockWait wait = any_wait();
            books.add(wait);
            all.add(wait);
        }
        WaitSums by_party = books.other_parties();
        for (const auto& [pair, sums] : books.parties()) add(by_party, sums);
        WaitSums by_rule = books.other_rules();
        for (const auto& [pair, sums] : books.rules()) add(by_rule, sums);
        RC_ASSERT(equal(by_party, all));
        RC_ASSERT(equal(by_rule, all));
        RC_ASSERT(books.parties().size() <= bound);
        RC_ASSERT(books.rules().size() <= bound);
    });
}

TEST_CASE("a wait counts for its pair, a deadlock as a timeout, too") {
    LockBooks books{10};
    LockWait wait;
    wait.until = wait.since + seconds(2);
    wait.waiter.job = 1;
    wait.holder.job = 2;
    wait.holder.kind = TransactionOrigin::Kind::foreign;
    wait.waiter_rule = 3;
    wait.holder_rule = 4;
    wait.end = LockWait::End::deadlock;
    wait.rows_failed = 200;
    books.add(wait);
    const WaitSums& sums =
        books.parties().at({LockParty::of(wait.waiter), LockParty::of(wait.holder)});
    CHECK(sums.waits == 1);
    CHECK(sums.timeouts == 1);
    CHECK(sums.deadlocks == 1);
    CHECK(sums.rows_failed == 200);
    CHECK(sums.waited == seconds(2));
    CHECK(sums.records_failed == 0);
    wait.waiter.kind = TransactionOrigin::Kind::foreign;
    books.add(wait);
    const WaitSums& rules = books.rules().at({3, 4});
    CHECK(rules.rows_failed == 200);
    CHECK(rules.records_failed == 200);
    CHECK_FALSE(books.rules().contains({4, 3}));
}

}  // namespace
}  // namespace rowlock
