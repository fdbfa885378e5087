#include "tests/support/test.hpp"
#include "tests/unit/mockorg/engine/org_fixture.hpp"

namespace rowlock {
namespace {

TEST_CASE("records are known by their names") {
    OrgFixture fixture;
    const std::string named = fixture.account("Acme");
    const auto locks_of = [&](const std::string& account) {
        fixture.load("Contact", "insert", contacts_csv(1, account));
        fixture.org.advance(seconds(1));
        const auto locks = fixture.org.org().held_locks();
        fixture.org.run_until_idle();
        return locks;
    };
    const auto locks = locks_of(named);
    REQUIRE_FALSE(locks.empty());
    CHECK(fixture.org.org().label_of(locks.front().key.record()) == "Acme");
}

TEST_CASE("transactions that have not ended are told as if they ended now") {
    OrgFixture fixture;
    const std::string account = fixture.account("Acme");
    fixture.load("Contact", "insert", contacts_csv(1, account));
    fixture.load("Contact", "insert", contacts_csv(1, account));
    const Org& org = fixture.org.org();
    fixture.org.advance(seconds(1));
    const auto open = org.open_transactions();
    REQUIRE(open.size() == 2);
    CHECK(open[0].got_all);
    CHECK_FALSE(open[1].got_all);
    CHECK(open[0].ended == org.now());
    CHECK(open[1].granted == org.now());
    fixture.org.run_until_idle();
    CHECK(org.open_transactions().empty());
}

TEST_CASE("a bulk transaction has a batch with its rows, a 2.0 one without an id") {
    OrgFixture fixture;
    const RecordId job = fixture.load("Contact", "insert", contacts_csv(300, fixture.account("A")));
    fixture.org.run_until_idle();
    const Org& org = fixture.org.org();
    const auto transactions = org.ledger().transactions();
    REQUIRE_FALSE(transactions.empty());
    const TransactionOrigin& origin = transactions.back().origin;
    REQUIRE(origin.kind == TransactionOrigin::Kind::bulk_chunk);
    CHECK(org.job_info(origin.job).id == job);
    const auto batch = org.batch_of(origin);
    REQUIRE(batch);
    CHECK_FALSE(batch->id.has_value());
    CHECK(batch->first_row == 0);
    CHECK(batch->rows == 300);
    TransactionOrigin beyond = origin;
    beyond.batch = 99;
    CHECK_FALSE(org.batch_of(beyond).has_value());
}

}  // namespace
}  // namespace rowlock
