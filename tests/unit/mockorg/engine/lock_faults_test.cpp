#include "mockorg/engine/lock_faults.hpp"

#include "tests/support/test.hpp"
#include "tests/unit/mockorg/engine/org_fixture.hpp"

namespace rowlock {
namespace {

Fault lock_of(const std::string& name, const std::string& id) {
    Fault fault;
    fault.name = name;
    fault.kind = FaultKind::lock;
    fault.id = id;
    return fault;
}

FaultTime after(double time) {
    return {std::nullopt, seconds(time)};
}

struct LockFaultsFixture : OrgFixture {
    Org& org_itself() { return org.org(); }

    void set(const Fault& fault) { REQUIRE(org_itself().set_fault(fault)); }

    std::string state(const std::string& name) {
        return std::string{org_itself().lock_fault_state(org_itself().faults().at(name))};
    }
};

TEST_CASE_METHOD(
    LockFaultsFixture, "others wait for a foreign writer and fail, and the ledger names it"
) {
    const std::string acme = account("Acme");
    set(lock_of("night batch", acme));
    CHECK(state("night batch") == "holding");
    REQUIRE(org.locks().size() == 1);
    CHECK(org.locks()[0].record.text() == acme);
    CHECK(org.locks()[0].holder.kind == TransactionOrigin::Kind::foreign);
    const RecordId job = load("Contact", "insert", contacts_csv(3, acme));
    org.run_until_idle();
    CHECK(this->job(job).rows_failed == 3);
    REQUIRE(org_itself().ledger().failures().size() == 1);
    const LockFailure& failure = org_itself().ledger().failures()[0];
    CHECK(failure.time - failure.waiting_since == seconds(10));
    CHECK(failure.holder.kind == TransactionOrigin::Kind::foreign);
    CHECK(org_itself().foreign_writer(failure.holder) == "night batch");

    CHECK(org_itself().remove_fault("night batch"));
    CHECK(org.locks().empty());
    const RecordId again = load("Contact", "insert", contacts_csv(3, acme));
    org.run_until_idle();
    CHECK(this->job(again).rows_failed == 0);
    org_itself().check_invariants();
}

TEST_CASE_METHOD(LockFaultsFixture, "a lock from and until: who waits gets it at its end") {
    const std::string acme = account("Acme");
    const TimePoint start = org_itself().now();
    Fault fault = lock_of("short", acme);
    fault.from = after(1);
    fault.until = after(8);
    set(fault);
    CHECK(state("short") == "early");
    // Nothing to do by itself: a lock nobody wants is nothing to wait for.
    CHECK_FALSE(org_itself().next_deadline());
    org.advance(seconds(2));
    CHECK(state("short") == "holding");
    CHECK_FALSE(org_itself().next_deadline());
    const RecordId job = load("Contact", "insert", contacts_csv(3, acme));
    org.run_until_idle();
    CHECK(this->job(job).rows_failed == 0);
    CHECK(org_itself().now() == start + seconds(8 + 4));
    CHECK(state("short") == "over");
    CHECK(org_itself().faults().at("short").struck == 1);
}

TEST_CASE_METHOD(
    LockFaultsFixture, "it takes its turn behind those who hold the record, with patience"
) {
    const std::string acme = account("Acme");
    load("Contact", "insert", contacts_csv(200 * 5, acme));
    org.advance(seconds(1));
    set(lock_of("late", acme));
    CHECK(state("late") == "waiting");
    org.advance(seconds(3));
    CHECK(state("late") == "holding");
}

TEST_CASE_METHOD(
    LockFaultsFixture, "a record that comes into being later is taken before anybody gets it"
) {
    Fault fault;
    fault.name = "by name";
    fault.kind = FaultKind::lock;
    fault.object = "Account";
    fault.where = "Name = 'Acme'";
    set(fault);
    CHECK(state("by name") == "no record");
    org.advance(seconds(1));
    const std::string acme = account("Acme");
    org.advance(seconds(1));
    const RecordId job = load("Contact", "insert", contacts_csv(1, acme));
    org.run_until_idle();
    CHECK(state("by name") == "holding");
    CHECK(this->job(job).rows_failed == 1);
}

TEST_CASE_METHOD(LockFaultsFixture, "a condition that does not fit the schema is refused") {
    Fault fault;
    fault.name = "x";
    fault.kind = FaultKind::lock;
    fault.object = "Acount";
    fault.where = "Name = 'Acme'";
    CHECK(org_itself().set_fault(fault).error().fields == std::vector<std::string>{"where"});
    fault.object = "Account";
    fault.where = "Nmae = 'Acme'";
    CHECK_THAT(org_itself().set_fault(fault).error().message, Catch::Contains("Nmae"));
    CHECK(
        org_itself().set_fault(lock_of("x", "no id, no id, no")).error().fields ==
        std::vector<std::string>{"id"}
    );
    CHECK(org_itself().faults().empty());
}

TEST_CASE_METHOD(LockFaultsFixture, "snapshots keep what is held, and restore brings it back") {
    const std::string acme = account("Acme");
    const auto before = org_itself().snapshot();
    set(lock_of("holder", acme));
    const auto held = org_itself().snapshot();
    org_itself().restore(*before);
    CHECK(org_itself().faults().empty());
    CHECK(org.locks().empty());
    org_itself().restore(*held);
    CHECK(state("holder") == "holding");
    CHECK(org.locks().size() == 1);
    org_itself().check_invariants();
}

TEST_CASE_METHOD(LockFaultsFixture, "a long idle time costs nothing") {
    Fault fault = lock_of("never there", "001RL0000000099");
    set(fault);
    org.advance(seconds(1e9));
    CHECK(state("never there") == "no record");
}

}  // namespace
}  // namespace rowlock
