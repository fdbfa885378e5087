#include "mockorg/engine/foreign_runs.hpp"

#include "mockorg/codec/dates.hpp"
#include "tests/support/test.hpp"
#include "tests/unit/mockorg/engine/foreign_fixture.hpp"

#include <map>
#include <tuple>

namespace rowlock {
namespace {

TEST_CASE_METHOD(
    ForeignFixture, "who needs what a user holds waits and fails, and it is told why"
) {
    const std::string acme = account("Acme");
    set(user("Ann", "Acme"));
    org.advance(seconds(1));
    const RecordId job = load("Contact", "insert", contacts_csv(3, acme));
    org.run_until_idle();
    CHECK(this->job(job).rows_failed == 3);
    REQUIRE(org_itself().ledger().failures().size() == 1);
    const LockFailure& failure = org_itself().ledger().failures().front();
    CHECK(failure.holder.kind == TransactionOrigin::Kind::foreign);
    CHECK(org_itself().foreign_writer(failure.holder) == "Ann");
    CHECK_FALSE(failure.deadlock);
    org_itself().check_invariants();
}

TEST_CASE_METHOD(ForeignFixture, "a user who waits in vain fails, and no row of a load with him") {
    const std::string acme = account("Acme");
    ForeignWriter ann = user("Ann", "Acme");
    ann.wait = seconds(2);
    ann.retries = 1;
    ann.retry_delay = seconds(1.5);
    set(ann);
    // It comes one moment after the chunk, which holds for four seconds.
    const RecordId job = load("Contact", "insert", contacts_csv(3, acme));
    org.advance(Duration{1});
    org.advance(seconds(60));
    CHECK(this->job(job).rows_failed == 3);
    CHECK(report("Ann").statistics.committed == 1);
}

TEST_CASE_METHOD(ForeignFixture, "failures of foreign writers are in their books alone") {
    const std::string acme = account("Acme");
    const RecordId job = load("Contact", "insert", contacts_csv(3, acme));
    org.advance(seconds(1));
    ForeignWriter ann = user("Ann", "Acme");
    ann.wait = seconds(1);
    ann.retries = 2;
    ann.retry_delay = seconds(0.5);
    set(ann);
    org.run_until_idle();
    org.advance(seconds(60));
    CHECK(this->job(job).rows_failed == 0);
    const ForeignStatistics did = report("Ann").statistics;
    CHECK(did.runs == 1);
    // Waits from 1 to 2 s, from 2.5 to 3.5 s, from 4 s on not at all.
    CHECK(did.locks.transactions == 3);
    CHECK(did.locks.lock_timeouts == 2);
    CHECK(did.locks.rows_failed == 2);
    CHECK(did.retries == 2);
    CHECK(did.given_up == 0);
    CHECK(did.committed == 1);
    CHECK(did.records == 1);
    CHECK(did.locks.waited == seconds(2));
    CHECK(did.locks.hold_time == seconds(20));
    const LockStatistics sums = org_itself().lock_statistics();
    CHECK(sums.lock_timeouts == 0);
    CHECK(sums.rows_failed == 0);
    CHECK(sums.lock_waits == 0);
    REQUIRE(org_itself().ledger().failures().size() == 2);
    CHECK(org_itself().foreign_writer(org_itself().ledger().failures()[0].waiter) == "Ann");
}

TEST_CASE_METHOD(ForeignFixture, "who has tried often enough gives up") {
    const std::string acme = account("Acme");
    set(user("Ann", "Acme"));
    org.advance(seconds(1));
    ForeignWriter bob = user("Bob", "Acme");
    bob.wait = seconds(1);
    bob.retries = 2;
    bob.retry_delay = seconds(1);
    set(bob);
    org.advance(seconds(60));
    const ForeignStatistics did = report("Bob").statistics;
    CHECK(did.given_up == 1);
    CHECK(did.retries == 2);
    CHECK(did.locks.lock_timeouts == 3);
    CHECK(did.committed == 0);
    CHECK(report("Bob").open == 0);
}

TEST_CASE_METHOD(ForeignFixture, "what foreign writers do is nothing to wait for") {
    account("Acme");
    ForeignWriter ann = user("Ann", "Acme");
    ann.every = seconds(5);
    set(ann);
    CHECK_FALSE(org_itself().next_deadline());
    const TimePoint start = org_itself().now();
    org.run_until_idle();
    CHECK(org_itself().now() == start);
    org.advance(seconds(60));
    CHECK_FALSE(org_itself().next_deadline());
    CHECK(report("Ann").statistics.runs == 13);
}

TEST_CASE_METHOD(ForeignFixture, "times: the first, from one to the next, the last") {
    account("Acme");
    ForeignWriter ann = user("Ann", "Acme");
    ann.hold = ForeignHold{seconds(0), 0.0};
    ann.first = seconds(10);
    ann.every = seconds(30);
    ann.until = seconds(70);
    set(ann);
    org.advance(seconds(9));
    CHECK(report("Ann").statistics.runs == 0);
    org.advance(seconds(1));
    CHECK(report("Ann").statistics.runs == 1);
    org.advance(seconds(3600));
    // At 10 and 40 s; at 70 s it is over.
    CHECK(report("Ann").statistics.runs == 2);
    CHECK(report("Ann").statistics.committed == 2);
}

TEST_CASE_METHOD(ForeignFixture, "a rate is kept on average") {
    account("Acme");
    ForeignWriter sync = user("sync", "Acme");
    sync.kind = ForeignWriterKind::integration;
    sync.hold.reset();
    sync.per_minute = 30;
    set(sync);
    for (int minute = 0; minute < 60; ++minute) org.advance(seconds(60));
    CHECK(report("sync").statistics.runs > 1650);
    CHECK(report("sync").statistics.runs < 1950);
}

TEST_CASE_METHOD(ForeignFixture, "a scheduled job goes through all records, slice after slice") {
    for (int i = 0; i < 5; ++i) account("Acme");
    account("Other");
    ForeignWriter night = user("night", "Acme");
    night.kind = ForeignWriterKind::scheduled;
    night.records = 2;
    night.hold.reset();
    set(night);
    const TimePoint start = org_itself().now();
    org.advance(seconds(1));
    CHECK(org.locks().size() == 2);
    org.advance(seconds(8));
    // The third transaction, of the last account, in the ninth second.
    CHECK(org.locks().size() == 1);
    org.advance(seconds(4));
    const ForeignStatistics did = report("night").statistics;
    CHECK(did.runs == 1);
    CHECK(did.committed == 3);
    CHECK(did.records == 5);
    // It leaves its mark on them: the last one at twelve seconds.
    const auto last = json_datetime(start + seconds(12));
    CHECK(count("SELECT COUNT() FROM Account WHERE LastModifiedDate = " + last) == 1);
}

TEST_CASE_METHOD(ForeignFixture, "whoever finds no record is idle") {
    ForeignWriter ann = user("Ann", "Acme");
    ann.every = seconds(60);
    set(ann);
    org.advance(seconds(1));
    CHECK(report("Ann").statistics.idle == 1);
    account("Acme");
    org.advance(seconds(120));
    CHECK(report("Ann").statistics.runs > 0);
}

TEST_CASE_METHOD(ForeignFixture, "a foreign update locks what such an update locks") {
    const std::string acme = account("Acme");
    load("Contact", "insert", contacts_csv(1, acme));
    org.run_until_idle();
    ForeignWriter sync;
    sync.name = "sync";
    sync.kind = ForeignWriterKind::integration;
    sync.object = "Contact";
    set(sync);
    org.advance(Duration{1});
    // The contact and, because the update of a contact locks it, its account.
    REQUIRE(org.locks().size() == 2);
    CHECK(org.locks()[0].record.text() == acme);
}

TEST_CASE_METHOD(ForeignFixture, "a long idle time costs next to nothing") {
    account("Acme");
    ForeignWriter sync = user("sync", "Acme");
    sync.hold.reset();
    sync.per_minute = 600;
    set(sync);
    ForeignWriter ann = user("Ann", "Acme");
    ann.every = std::chrono::milliseconds{100};
    ann.wait = Duration{0};
    set(ann);
    org.advance(seconds(1e9));
    CHECK(report("sync").statistics.runs < 50'000);
    CHECK(report("Ann").statistics.runs < 50'000);
    org_itself().check_invariants();
}

TEST_CASE_METHOD(ForeignFixture, "a writer that is far behind leaves out what is too much") {
    account("Acme");
    ForeignWriter slow = user("slow", "Acme");
    slow.hold = ForeignHold{seconds(3000), 0.0};
    slow.wait = seconds(3600);
    slow.every = seconds(1);
    set(slow);
    org.advance(seconds(1500));
    CHECK(report("slow").open == 1000);
    CHECK(report("slow").statistics.skipped > 400);
}

// ---- Deadlocks ----------------------------------------------------------------------------------

struct DeadlockFixture : ForeignFixture {
    using ForeignFixture::ForeignFixture;

    /// Two writers who update the same accounts, in an order of chance.
    void set_two(std::size_t accounts) {
        for (std::size_t i = 0; i < accounts; ++i) account("Acme");
        for (const char* name : {"left", "right"}) {
            ForeignWriter writer = user(name, "Acme");
            writer.kind = ForeignWriterKind::integration;
            writer.records = 200;
            writer.unordered = true;
            writer.hold = ForeignHold{seconds(1), 0.0};
            writer.every = seconds(1);
            set(writer);
        }
    }
};

TEST_CASE_METHOD(DeadlockFixture, "orders of chance end in deadlocks, of which one fails at once") {
    // Behind the first, others queue up with some of the keys in hand.
    set_two(4);
    org.advance(seconds(30));
    const ForeignStatistics left = report("left").statistics;
    const ForeignStatistics right = report("right").statistics;
    CHECK(left.locks.deadlocks + right.locks.deadlocks > 0);
    CHECK(left.committed + right.committed > 0);
    bool found = false;
    for (const LockFailure& failure : org_itself().ledger().failures()) {
        if (!failure.deadlock) continue;
        found = true;
        CHECK(failure.time - failure.waiting_since < seconds(10));
    }
    CHECK(found);
    org_itself().check_invariants();
}

TEST_CASE_METHOD(DeadlockFixture, "in lock order nobody ever closes a circle") {
    set_two(4);
    for (const char* name : {"left", "right"}) {
        ForeignWriter writer = report(name).writer;
        writer.unordered = false;
        set(writer);
    }
    org.advance(seconds(300));
    CHECK(report("left").statistics.locks.deadlocks == 0);
    CHECK(report("right").statistics.locks.deadlocks == 0);
    CHECK(report("left").statistics.committed > 0);
}

using Who = std::tuple<TransactionOrigin::Kind, std::uint32_t, std::uint32_t, std::uint32_t>;

Who who(const TransactionOrigin& origin) {
    return {origin.kind, origin.job, origin.batch, origin.first_row};
}

/// Whether some of those who wait, wait for each other.
bool has_circle(const std::vector<HeldLock>& locks) {
    std::map<Who, Who> waits_for;
    for (const HeldLock& lock : locks) {
        for (const TransactionOrigin& waiter : lock.waiters)
            waits_for.emplace(who(waiter), who(lock.holder));
    }
    for (const auto& [start, next] : waits_for) {
        Who at = start;
        for (std::size_t steps = 0; steps <= waits_for.size(); ++steps) {
            const auto found = waits_for.find(at);
            if (found == waits_for.end()) break;
            at = found->second;
            if (at == start) return true;
        }
    }
    return false;
}

/// Contacts, each on another of the accounts.
std::string spread_contacts(const std::vector<std::string>& accounts, std::size_t rows) {
    std::string csv = "LastName,AccountId\n";
    for (std::size_t i = 0; i < rows; ++i) csv += "C," + accounts[i % accounts.size()] + "\n";
    return csv;
}

TEST_CASE("no circle of waiters lasts, whoever is in it, and loads can be the victim") {
    std::uint64_t chunks_hit = 0;
    rc::prop("unordered writers beside loads", [&] {
        DeadlockFixture org{steady_config()};
        std::vector<std::string> accounts;
        const auto count = *rc::gen::inRange<std::size_t>(2, 6);
        for (std::size_t i = 0; i < count; ++i) accounts.push_back(org.account("Acme"));
        const auto writers = *rc::gen::inRange(1, 4);
        for (int i = 0; i < writers; ++i) {
            ForeignWriter writer = ForeignFixture::user("w" + std::to_string(i), "Acme");
            writer.records = static_cast<std::uint32_t>(*rc::gen::inRange(1, 6));
            writer.unordered = true;
            writer.hold = ForeignHold{seconds(*rc::gen::inRange(0, 5)), 0.0};
            writer.every = seconds(*rc::gen::inRange(1, 5));
            writer.seed = *rc::gen::inRange<std::uint64_t>(0, 1000);
            org.set(writer);
        }
        for (int i = 0; i < 4; ++i) org.load("Contact", "insert", spread_contacts(accounts, 10));
        for (int step = 0; step < 100; ++step) {
            org.org.advance(seconds(0.3));
            RC_ASSERT_FALSE(has_circle(org.org.locks()));
        }
        org.org_itself().check_invariants();
        chunks_hit += org.org_itself().lock_statistics().deadlocks;
        for (const LockFailure& failure : org.org_itself().ledger().failures()) {
            if (failure.deadlock) RC_ASSERT(failure.time - failure.waiting_since < seconds(10));
        }
    });
    CHECK(chunks_hit > 0);
}

TEST_CASE("the same seed, the same story") {
    const auto story = [](std::uint64_t seed) {
        OrgConfig config = steady_config();
        config.seed = seed;
        DeadlockFixture org{std::move(config)};
        org.set_two(5);
        org.load("Contact", "insert", contacts_csv(1000, org.account("Acme")));
        org.org.advance(seconds(60));
        return org.org_itself().trace().hash();
    };
    CHECK(story(1) == story(1));
    CHECK(story(1) != story(2));
}

}  // namespace
}  // namespace rowlock
