#include "mockorg/engine/automation.hpp"

#include "mockorg/codec/dates.hpp"
#include "tests/support/test.hpp"
#include "tests/unit/mockorg/engine/foreign_fixture.hpp"

namespace rowlock {
namespace {

struct AutomationFixture : ForeignFixture {
    /// Accounts that were updated after they were made.
    std::uint64_t updated_accounts() {
        return count("SELECT COUNT() FROM Account WHERE LastModifiedDate > " + made_until);
    }

    std::string made(const std::string& name) {
        std::string id = account(name);
        made_until = json_datetime(org_itself().now());
        return id;
    }

    std::string made_until;
};

TEST_CASE_METHOD(
    AutomationFixture, "automation in the transaction locks the parent together with the rows"
) {
    const std::string acme = made("Acme");
    const std::string other = made("Other");
    // An unlocked reference, so that only the automation locks.
    ForeignWriter trigger = automation("trigger", "ReportsTo.Account");
    set(trigger);
    const auto boss = require_value(org.write(
        {"Contact", Operation::insert, {}, {}, {{"LastName", "Boss"}, {"AccountId", acme}}}
    ));
    made_until = json_datetime(org_itself().now());
    const std::string csv =
        "LastName,ReportsToId,AccountId\nA," + boss.id.text() + "," + other + "\n";
    const RecordId job = load("Contact", "insert", csv);
    org.advance(seconds(1));
    bool acme_is_held = false;
    for (const HeldLock& lock : org.locks()) acme_is_held |= lock.record.text() == acme;
    CHECK(acme_is_held);
    org.run_until_idle();
    CHECK(this->job(job).rows_failed == 0);
    CHECK(updated_accounts() == 1);
    const ForeignStatistics did = report("trigger").statistics;
    CHECK(did.records == 1);
    CHECK(did.locks.transactions == 0);
}

TEST_CASE_METHOD(AutomationFixture, "of several rows with one parent, the parent is updated once") {
    const std::string acme = made("Acme");
    set(automation("trigger", "Account"));
    load("Contact", "insert", contacts_csv(450, acme));
    org.run_until_idle();
    // One for each transaction of 200 rows.
    CHECK(report("trigger").statistics.runs == 3);
    CHECK(report("trigger").statistics.records == 3);
}

TEST_CASE_METHOD(AutomationFixture, "a row that moves sets off both its parents") {
    const std::string acme = made("Acme");
    const std::string other = made("Other");
    const auto smith = require_value(org.write(
        {"Contact", Operation::insert, {}, {}, {{"LastName", "Smith"}, {"AccountId", acme}}}
    ));
    made_until = json_datetime(org_itself().now());
    set(automation("trigger", "Account"));
    require_value(
        org.write({"Contact", Operation::update, smith.id.text(), {}, {{"AccountId", other}}})
    );
    CHECK(updated_accounts() == 2);
}

TEST_CASE_METHOD(
    AutomationFixture, "rows that fail, and transactions taken back, set off nothing"
) {
    const std::string acme = made("Acme");
    set(automation("trigger", "Account"));
    const RecordId job = load("Contact", "insert", "LastName,AccountId\n," + acme + "\n");
    org.run_until_idle();
    CHECK(this->job(job).rows_failed == 1);
    CHECK(report("trigger").statistics.records == 0);
    WriteRecords both;
    both.all_or_none = true;
    const WriteRecord good{
        "Contact", Operation::insert, {}, {}, {{"LastName", "Smith"}, {"AccountId", acme}}};
    const WriteRecord bad{"Contact", Operation::insert, {}, {}, {{"LastName", ""}}};
    both.rows.push_back({good});
    both.rows.push_back({bad});
    org_itself().submit(org_itself().now(), std::move(both), [](Result<WriteRecords::Reply> reply) {
        CHECK(reply->rolled_back);
    });
    org.run_until_idle();
    CHECK(report("trigger").statistics.records == 0);
}

TEST_CASE_METHOD(AutomationFixture, "only the operations it names set it off") {
    const std::string acme = made("Acme");
    ForeignWriter trigger = automation("trigger", "Account");
    trigger.after_insert = false;
    trigger.after_update = false;
    trigger.after_delete = true;
    set(trigger);
    const auto smith = require_value(org.write(
        {"Contact", Operation::insert, {}, {}, {{"LastName", "Smith"}, {"AccountId", acme}}}
    ));
    CHECK(report("trigger").statistics.records == 0);
    require_value(org.write({"Contact", Operation::remove, smith.id.text(), {}, {}}));
    CHECK(report("trigger").statistics.records == 1);
    require_value(org.write({"Contact", Operation::undelete, smith.id.text(), {}, {}}));
    CHECK(report("trigger").statistics.records == 1);
    require_value(org.write({"Contact", Operation::remove, smith.id.text(), {}, {}}));
    CHECK(report("trigger").statistics.records == 2);
    require_value(org.write({"Contact", Operation::purge, smith.id.text(), {}, {}}));
    CHECK(report("trigger").statistics.records == 2);
}

TEST_CASE_METHOD(
    AutomationFixture, "asynchronous work comes after the commit, in a transaction of its own"
) {
    const std::string acme = made("Acme");
    set(async_automation("future", "self"));
    const TimePoint start = org_itself().now();
    const RecordId job = load("Contact", "insert", contacts_csv(3, acme));
    org.advance(seconds(4.5));
    CHECK(this->job(job).state == JobState::job_complete);
    CHECK(org.locks().empty());
    // Part of what the org has to do: nobody calls it idle before.
    CHECK(org_itself().next_deadline() == start + seconds(9));
    org.advance(seconds(5));
    // Three contacts, and the account that the update of a contact locks.
    CHECK(org.locks().size() == 4);
    CHECK(report("future").holding == 1);
    org.run_until_idle();
    CHECK(org_itself().now() == start + seconds(13));
    CHECK(report("future").statistics.committed == 1);
    CHECK(report("future").statistics.records == 3);
    CHECK(org_itself().lock_statistics().transactions == 2);
}

TEST_CASE_METHOD(AutomationFixture, "its failures fail no row, are counted, and can be retried") {
    const std::string acme = made("Acme");
    ForeignWriter future = async_automation("future", "self");
    future.wait = seconds(1);
    const bool retried = GENERATE(false, true);
    if (retried) {
        future.retries = 50;
        future.retry_delay = seconds(7);
    }
    set(future);
    // Ten chunks on one account, one after another, then ten more transactions that want it.
    const RecordId job = load("Contact", "insert", contacts_csv(2000, acme));
    org.run_until_idle();
    CHECK(this->job(job).rows_failed == 0);
    const ForeignStatistics did = report("future").statistics;
    CHECK(did.runs == 10);
    CHECK(did.locks.lock_timeouts > 0);
    CHECK(org_itself().lock_statistics().rows_failed == 0);
    CHECK(did.committed + did.given_up == 10);
    CHECK((did.given_up == 0) == retried);
    CHECK(report("future").open == 0);
    org_itself().check_invariants();
}

TEST_CASE_METHOD(AutomationFixture, "a batch of asynchronous work is as large as set") {
    const std::string acme = made("Acme");
    ForeignWriter future = async_automation("future", "self");
    future.records = 30;
    set(future);
    load("Contact", "insert", contacts_csv(200, acme));
    org.run_until_idle();
    CHECK(report("future").statistics.runs == 7);
}

TEST_CASE_METHOD(AutomationFixture, "records that are gone by then are left out") {
    const std::string acme = made("Acme");
    set(async_automation("future", "self"));
    const auto smith = require_value(org.write(
        {"Contact", Operation::insert, {}, {}, {{"LastName", "Smith"}, {"AccountId", acme}}}
    ));
    org.run_until_idle();
    CHECK(report("future").statistics.records == 1);
    require_value(org.write({"Contact", Operation::update, smith.id.text(), {}, {{"LastName", "S"}}}
    ));
    require_value(org.write({"Contact", Operation::remove, smith.id.text(), {}, {}}));
    org.run_until_idle();
    CHECK(report("future").statistics.runs == 2);
    CHECK(report("future").statistics.records == 1);
}

TEST_CASE_METHOD(AutomationFixture, "without automation nothing changes") {
    const std::string acme = made("Acme");
    load("Contact", "insert", contacts_csv(450, acme));
    org.run_until_idle();
    const std::uint64_t plain = org_itself().trace().hash();
    AutomationFixture other;
    ForeignWriter never = automation("trigger", "Account");
    never.object = "Case";
    never.updates = "Contact";
    const std::string same = other.made("Acme");
    other.set(never);
    other.load("Contact", "insert", contacts_csv(450, same));
    other.org.run_until_idle();
    CHECK(other.org_itself().trace().hash() == plain);
}

}  // namespace
}  // namespace rowlock
