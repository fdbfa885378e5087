#include "mockorg/engine/transactions.hpp"

#include "tests/support/test.hpp"
#include "tests/unit/mockorg/engine/org_fixture.hpp"

namespace rowlock {
namespace {

/// A world with three accounts and transactions that are driven event by event.
struct TransactionsFixture {
    World world{make_foundation()};
    Transactions transactions{world};
    const ObjectType& account = *world.schema().find("Account");
    std::vector<LockKey> keys;

    TransactionsFixture() {
        for (int i = 0; i < 3; ++i)
            keys.push_back(world.foundation->rules.key_of(world.store.append(account.number)));
    }

    static std::shared_ptr<const Foundation> make_foundation() {
        OrgConfig config = steady_config();
        auto rules = require_value(LockRules::compile(config.schema, config.lock_rules));
        auto plans = make_write_plans(*config.schema);
        return std::make_shared<const Foundation>(Foundation{
            std::move(config), std::move(rules), std::move(plans), {'T', 'S', 'T'}});
    }

    TransactionNo open(std::uint32_t job) {
        TransactionOrigin origin;
        origin.kind = TransactionOrigin::Kind::bulk_chunk;
        origin.job = job;
        origin.first_row = job * 10;
        origin.rows = 5;
        return transactions.open(origin);
    }

    TransactionNo acquire(std::uint32_t job, const std::vector<int>& wanted) {
        const TransactionNo transaction = open(job);
        std::vector<WantedLock> locks;
        for (std::size_t i = 0; i < wanted.size(); ++i) {
            locks.push_back(
                {keys.at(static_cast<std::size_t>(wanted[i])), static_cast<std::uint16_t>(i), 7}
            );
        }
        transactions.acquire(transaction, std::move(locks));
        return transaction;
    }

    /// The next event, the clock moved to it.
    Event next() {
        const Event event = world.events.take();
        world.now = event.time;
        return event;
    }
};

TEST_CASE_METHOD(
    TransactionsFixture, "a transaction that gets all its locks commits after its hold time"
) {
    const TransactionNo transaction = acquire(0, {2, 0, 2});
    CHECK(world.locks.held_key_count() == 2);
    const Event commit = next();
    CHECK(commit.kind == Event::Kind::commit);
    CHECK(commit.subject == static_cast<std::uint32_t>(transaction));
    CHECK(commit.time == k_org_epoch + seconds(4));
    transactions.close(transaction);
    CHECK(world.locks.held_key_count() == 0);
    CHECK(world.statistics.hold_time == seconds(4));
}

TEST_CASE_METHOD(TransactionsFixture, "a busy key is waited for, and booked when the wait ends") {
    const TransactionNo holder = acquire(0, {1});
    const TransactionNo waiter = acquire(1, {1});
    CHECK(world.statistics.lock_waits == 1);
    CHECK(transactions.at(waiter).waiting_for == keys[1]);
    CHECK(next().subject == static_cast<std::uint32_t>(holder));
    transactions.close(holder);
    CHECK(world.locks.holder(keys[1]) == waiter);
    CHECK(world.statistics.waited == seconds(4));
    CHECK(world.contention.at(keys[1].value()).waits == 1);
    CHECK(world.contention.at(keys[1].value()).waited == seconds(4));
    const Event commit = next();
    CHECK(commit.kind == Event::Kind::commit);
    CHECK(commit.time == k_org_epoch + seconds(8));
    // The timer of the wait that is over goes off and finds nothing.
    const Event timer = next();
    CHECK(timer.kind == Event::Kind::lock_timeout);
    CHECK_FALSE(transactions.timed_out(waiter, timer.detail).has_value());
}

TEST_CASE_METHOD(TransactionsFixture, "the timer of an earlier wait does not end a later one") {
    const TransactionNo first = acquire(0, {0});
    acquire(1, {1});
    const TransactionNo waiter = acquire(2, {0, 1});
    const std::uint32_t earlier = transactions.at(waiter).wait_number;
    world.now += seconds(4);
    transactions.close(first);
    REQUIRE(transactions.at(waiter).waiting_for == keys[1]);
    CHECK_FALSE(transactions.timed_out(waiter, earlier).has_value());
    CHECK(transactions.timed_out(waiter, transactions.at(waiter).wait_number).has_value());
}

TEST_CASE_METHOD(TransactionsFixture, "a wait that runs out is booked with both sides") {
    acquire(0, {0, 1});
    const TransactionNo waiter = acquire(1, {2, 1});
    world.now += seconds(10);
    const auto timeout = transactions.timed_out(waiter, transactions.at(waiter).wait_number);
    REQUIRE(timeout.has_value());
    CHECK(timeout->key == keys[1]);
    CHECK(timeout->wanted.row == 1);
    transactions.record_failure(waiter, *timeout, 5);
    REQUIRE(world.ledger.failures().size() == 1);
    const LockFailure& failure = world.ledger.failures().front();
    CHECK(failure.key == keys[1]);
    CHECK(failure.rule == 7);
    CHECK(failure.time == k_org_epoch + seconds(10));
    CHECK(failure.waiting_since == k_org_epoch);
    CHECK(failure.waiter.job == 1);
    CHECK(failure.waiter_row == 11);
    CHECK(failure.holder.job == 0);
    CHECK(failure.holder_row == 1);
    CHECK(failure.rows_failed == 5);
    CHECK(failure.holder_rule == 7);
    CHECK(failure.holder_since == k_org_epoch);
    CHECK(failure.queued_before == 0);
    CHECK(failure.shared_keys == 1);
    CHECK_FALSE(failure.holder_waits_for.has_value());
    CHECK(world.statistics.lock_timeouts == 1);
    CHECK(world.statistics.rows_failed == 5);
    CHECK(world.contention.at(keys[1].value()).rows_failed == 5);
}

TEST_CASE_METHOD(
    TransactionsFixture, "the ledger tells since when the holder had the key, and who waited before"
) {
    const TransactionNo first = acquire(0, {0});
    const TransactionNo second = acquire(1, {0, 1});
    acquire(2, {1});
    world.now += seconds(3);
    transactions.close(first);
    const TransactionNo third = acquire(3, {0});
    const TransactionNo last = acquire(4, {0});
    const auto fail_now = [&](TransactionNo waiter) {
        const auto timeout = transactions.timed_out(waiter, transactions.at(waiter).wait_number);
        REQUIRE(timeout.has_value());
        transactions.record_failure(waiter, *timeout, 1);
        transactions.close(waiter);
        return world.ledger.failures().back();
    };
    const LockFailure of_third = fail_now(third);
    CHECK(of_third.holder.job == 1);
    CHECK(of_third.holder_since == k_org_epoch + seconds(3));
    CHECK(of_third.holder_waits_for == keys[1]);
    CHECK(of_third.queued_before == 0);
    CHECK(of_third.shared_keys == 1);
    CHECK(fail_now(last).queued_before == 1);
    // Account 1 is that of the transaction which came before it waited for anything.
    const LockFailure of_second = fail_now(second);
    CHECK(of_second.holder.job == 2);
    CHECK(of_second.holder_since == k_org_epoch);
}

TEST_CASE_METHOD(TransactionsFixture, "keys that both sides of a failure wanted are counted") {
    acquire(0, {0, 1, 2});
    const TransactionNo waiter = acquire(1, {2, 1});
    world.now += seconds(10);
    const auto timeout = transactions.timed_out(waiter, transactions.at(waiter).wait_number);
    REQUIRE(timeout.has_value());
    transactions.record_failure(waiter, *timeout, 1);
    CHECK(world.ledger.failures().front().shared_keys == 2);
}

TEST_CASE_METHOD(
    TransactionsFixture, "the ledger keeps waits that ended well, with who let go at last"
) {
    const TransactionNo first = acquire(0, {1});
    const TransactionNo second = acquire(1, {1});
    const TransactionNo third = acquire(2, {1});
    world.now += seconds(4);
    transactions.close(first);
    world.now += seconds(2);
    transactions.close(second);
    transactions.close(third);
    REQUIRE(world.ledger.waits().size() == 2);
    const LockWait& of_third = world.ledger.waits()[1];
    CHECK(of_third.end == LockWait::End::granted);
    CHECK(of_third.waiter.job == 2);
    CHECK(of_third.holder.job == 1);
    CHECK(of_third.until - of_third.since == seconds(6));
    CHECK(of_third.rows_failed == 0);
    REQUIRE(world.ledger.transactions().size() == 3);
    const TransactionSpan& span = world.ledger.transactions()[1];
    CHECK(span.origin.job == 1);
    CHECK(span.number == 1);
    CHECK(span.got_all);
    CHECK(span.granted == k_org_epoch + seconds(4));
    CHECK(span.ended == k_org_epoch + seconds(6));
    CHECK(world.ledger.books().rules().at({7, 7}).waited == seconds(10));
}

TEST_CASE_METHOD(TransactionsFixture, "a waiter that goes away failed nothing") {
    acquire(0, {1});
    transactions.close(acquire(1, {1}));
    REQUIRE(world.ledger.waits().size() == 1);
    CHECK(world.ledger.waits()[0].end == LockWait::End::withdrawn);
    REQUIRE(world.ledger.transactions().size() == 1);
    CHECK_FALSE(world.ledger.transactions()[0].got_all);
    CHECK(world.ledger.books().parties().begin()->second.timeouts == 0);
}

TEST_CASE_METHOD(
    TransactionsFixture,
    "the error lists the keys wanted, all counted even where not all are listed"
) {
    acquire(0, {1});
    const TransactionNo waiter = acquire(1, {1, 0});
    CHECK(
        bulk_error_text(transactions.lock_error(waiter)) ==
        "UNABLE_TO_LOCK_ROW:unable to obtain exclusive access to this record or 2 records: "
        "001TST000000001YBA,001TST000000002YBA:--"
    );
}

TEST_CASE_METHOD(TransactionsFixture, "a transaction can let go and ask anew") {
    acquire(0, {1});
    const TransactionNo waiter = acquire(1, {0, 1});
    transactions.release(waiter);
    CHECK_FALSE(world.locks.holder(keys[0]).has_value());
    CHECK(world.locks.waiters(keys[1]).empty());
    transactions.acquire(waiter, {{keys[0], 0, 0}});
    CHECK(world.locks.holder(keys[0]) == waiter);
}

TEST_CASE_METHOD(
    TransactionsFixture,
    "of two that are woken together, the one that goes on last closes the circle"
) {
    world.foreign.unordered = 1;
    world.foreign.writers.try_emplace(0);
    const TransactionNo holder = acquire(0, {0, 1});
    const TransactionNo in_order = acquire(1, {0, 1});
    // Two keys change places if the first number below two is 0.
    std::uint64_t seed = 0;
    while (Random{seed}.below(2) != 0) ++seed;
    ForeignTerms terms;
    terms.wait = seconds(10);
    terms.in_background = true;
    terms.order = Random{seed};
    TransactionOrigin outsider;
    outsider.kind = TransactionOrigin::Kind::foreign;
    const TransactionNo backwards = transactions.open(outsider, terms);
    transactions.acquire(backwards, {{keys[0], 0, 0}, {keys[1], 0, 0}});
    REQUIRE(transactions.at(in_order).waiting_for == keys[0]);
    REQUIRE(transactions.at(backwards).waiting_for == keys[1]);

    world.now += seconds(4);
    transactions.close(holder);
    CHECK(transactions.at(in_order).waiting_for == keys[1]);
    CHECK(transactions.at(backwards).waiting_for == keys[0]);
    CHECK_FALSE(transactions.at(in_order).deadlocked);
    CHECK(transactions.at(backwards).deadlocked);
    const Event failure = world.foreign.events.take();
    CHECK(failure.kind == Event::Kind::lock_timeout);
    CHECK(failure.time == world.now);
    CHECK(failure.subject == static_cast<std::uint32_t>(backwards));
}

TEST_CASE_METHOD(TransactionsFixture, "slots are used again") {
    const TransactionNo first = acquire(0, {0});
    transactions.close(first);
    CHECK(open(1) == first);
    CHECK(world.transactions.size() == 1);
    CHECK(world.statistics.transactions == 2);
}

TEST_CASE("how long a chunk holds depends on what it is, not on when it runs") {
    OrgConfig config = steady_config();
    config.profile.hold = {4.0, 1.0};
    const auto duration = [&](std::uint64_t seed, double wait) {
        OrgConfig mine = config;
        mine.seed = seed;
        OrgFixture fixture{mine};
        fixture.org.advance(seconds(wait));
        const RecordId job = fixture.load("Account", "insert", "Name\nAcme\n");
        fixture.org.run_until_idle();
        return fixture.job(job).total_time;
    };
    CHECK(duration(1, 0.0) == duration(1, 17.0));
    CHECK(duration(1, 0.0) != duration(2, 0.0));
}

}  // namespace
}  // namespace rowlock
