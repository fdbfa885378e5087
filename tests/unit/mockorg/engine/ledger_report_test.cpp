#include "mockorg/engine/ledger_report.hpp"

#include "mockorg/explain/ledger_file.hpp"
#include "tests/support/test.hpp"
#include "tests/unit/mockorg/engine/org_fixture.hpp"

namespace rowlock {
namespace {

/// Contacts of one account in two jobs at once; a chunk holds for longer than others wait.
struct Quarrel {
    OrgFixture fixture{slow_config()};
    std::string account = fixture.account("Acme");
    RecordId first = fixture.load("Contact", "insert", contacts_csv(3, account));
    RecordId second = fixture.load("Contact", "insert", contacts_csv(2, account));

    static OrgConfig slow_config() {
        OrgConfig config = steady_config();
        config.profile.hold = {15.0, 0.0};
        return config;
    }

    const Org& org() const { return fixture.org.org(); }
};

TEST_CASE("a report names keys, jobs and rules of both sides") {
    Quarrel quarrel;
    quarrel.fixture.org.run_until_idle();
    const LedgerReport report = ledger_report(quarrel.org());
    REQUIRE(report.failures.size() == 1);
    const ExplainedFailure& failure = report.failures[0];
    CHECK(report.keys.at(failure.key).object == "Account");
    CHECK(report.keys.at(failure.key).id == quarrel.account);
    CHECK(report.keys.at(failure.key).label == "Acme");
    const NamedParty& waiter = report.parties.at(failure.waiter.party);
    CHECK(waiter.name == quarrel.second.text());
    CHECK(waiter.object == "Contact");
    CHECK(waiter.operation == "insert");
    CHECK(waiter.bulk_api == 2);
    CHECK(report.parties.at(failure.holder.party).name == quarrel.first.text());
    const NamedRule& rule = report.rules.at(failure.waiter.rule);
    CHECK(rule.column == "AccountId");
    CHECK_FALSE(rule.sentence.empty());
    CHECK(failure.rows_failed == 2);
    CHECK(failure.shared_keys == 1);
    REQUIRE(report.hottest.size() == 1);
    CHECK(report.hottest[0].alone == 1);
    CHECK(failure.time - failure.holder_since == seconds(10));
    CHECK_FALSE(failure.waiter.load_row.has_value());
    CHECK(report.lock_wait == seconds(10));
    CHECK(report.totals.timeouts == 1);
    REQUIRE(report.party_pairs.size() == 1);
    CHECK(report.party_pairs[0].waiter == failure.waiter.party);
    CHECK(report.party_pairs[0].sums.waited == seconds(10));
    REQUIRE(report.rule_pairs.size() == 1);
    CHECK(report.rules.at(report.rule_pairs[0].holder).id == rule.id);
}

TEST_CASE("what the options leave out is counted, and rows of a load are asked for") {
    Quarrel quarrel;
    quarrel.fixture.org.run_until_idle();
    LedgerReportOptions options;
    options.load_row = [](const TransactionOrigin&, std::uint32_t row) { return 1000 + row; };
    CHECK(ledger_report(quarrel.org(), options).failures[0].waiter.load_row == 1000);
    options.failures_max = 0;
    const LedgerReport none = ledger_report(quarrel.org(), options);
    CHECK(none.failures.empty());
    CHECK(none.failures_left_out == 1);
    options.failures_max = 5;
    options.first_failure = 99;
    CHECK(ledger_report(quarrel.org(), options).failures.empty());
}

TEST_CASE("faults and foreign writers are told apart") {
    Quarrel quarrel;
    quarrel.fixture.org.run_until_idle();
    Org& org = quarrel.fixture.org.org();
    Fault fault;
    fault.name = "busy";
    fault.kind = FaultKind::lock;
    fault.id = quarrel.account;
    REQUIRE(org.set_fault(fault));
    quarrel.fixture.load("Contact", "insert", contacts_csv(1, quarrel.account));
    quarrel.fixture.org.advance(seconds(60));
    const LedgerReport report = ledger_report(org);
    REQUIRE_FALSE(report.failures.empty());
    const NamedParty& holder = report.parties.at(report.failures.back().holder.party);
    CHECK(holder.kind == NamedParty::Kind::lock_fault);
    CHECK(holder.name == "busy");
    REQUIRE(read_ledger_json(ledger_json(report)));
}

TEST_CASE("a timeline has what has ended and what has not") {
    Quarrel quarrel;
    quarrel.fixture.org.advance(seconds(1));
    const LockTimeline running = lock_timeline(quarrel.org());
    CHECK(running.waits.empty());
    const std::size_t open = quarrel.org().open_transactions().size();
    CHECK(open == 2);
    CHECK(running.transactions.size() == quarrel.org().ledger().transactions().size() + open);
    quarrel.fixture.org.run_until_idle();
    const LockTimeline ended = lock_timeline(quarrel.org());
    REQUIRE(ended.waits.size() == 1);
    CHECK(ended.waits[0].end == "timeout");
    CHECK(ended.waits[0].rows_failed == 2);
    CHECK(ended.keys.at(ended.waits[0].key).label == "Acme");
}

TEST_CASE("a holder's own waits are told, as far as they fell into the time it had the key") {
    OrgFixture fixture{Quarrel::slow_config()};
    const std::string a = fixture.account("A");
    const std::string b = fixture.account("B");
    const auto contacts = [&](const std::string& accounts) {
        fixture.load("Contact", "insert", "LastName,AccountId\n" + accounts);
        fixture.org.advance(seconds(1));
    };
    // The first holds B for 15 s; the second has A and waits for B from 6 s on; the third wants A.
    contacts("x," + b + "\n");
    fixture.org.advance(seconds(5));
    contacts("y," + a + "\nz," + b + "\n");
    contacts("x," + a + "\n");
    fixture.org.run_until_idle();
    const LedgerReport report = ledger_report(fixture.org.org());
    REQUIRE(report.failures.size() == 1);
    CHECK(report.keys.at(report.failures[0].key).label == "A");
    CHECK(report.failures[0].time - report.failures[0].holder_since == seconds(11));
    CHECK(report.failures[0].holder_waited == seconds(9));
}

TEST_CASE("equal runs give equal ledgers") {
    const auto run = [] {
        Quarrel quarrel;
        quarrel.fixture.org.run_until_idle();
        return ledger_json(ledger_report(quarrel.org())) +
               chrome_trace(lock_timeline(quarrel.org()));
    };
    CHECK(run() == run());
}

}  // namespace
}  // namespace rowlock
