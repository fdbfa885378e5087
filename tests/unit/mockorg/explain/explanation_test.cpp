#include "mockorg/explain/explanation.hpp"

#include "tests/support/test.hpp"
#include "tests/unit/mockorg/explain/report_fixture.hpp"

namespace rowlock {
namespace {

TEST_CASE("a failure is told with key, times, both sides and both rules") {
    LedgerReport report = test::quarrel();
    report.failures[0].waiter.load_row = 1203;
    CHECK(
        explain(report, report.failures[0]) ==
        "rows 1-200 (batch 1) of job 750B (insert of Contact) failed with 200 rows at "
        "00:00:30.000: row 17 (row 1,204 of the load) wanted Account 001A (Acme) (rule "
        "contact.account) since 00:00:20.000 and waited 10.0 s in vain. It was held since "
        "00:00:18.000 (12.0 s) by rows 201-400 (batch 1) of job 750A (insert of Contact), for row "
        "203 (rule contact.account)."
    );
}

TEST_CASE("what a row sets going is told where that wants the key, and not the row itself") {
    LedgerReport report = test::quarrel();
    ExplainedFailure& failure = report.failures[0];
    const auto told = [&](const char* words) {
        CHECK_THAT(explain(report, failure), Catch::Contains(words));
    };
    report.rules.push_back(report.rules[0]);
    report.rules[1].object = "CampaignMember";
    failure.waiter.rule = 1;
    failure.waiter.cause = LockCause::taken_along;
    failure.holder.cause = LockCause::automation;
    told("wanted Account 001A (Acme), for a CampaignMember that goes along with its own (rule");
    told("for row 203, for automation in its transaction (rule");
    failure.waiter.cause = LockCause::cleared;
    told("(Acme), for a CampaignMember that loses a reference by it (rule");
    report.rules[1].object.clear();
    told("(Acme), for a record that loses a reference by it (rule");
    report.rules[1].self = true;
    told("(Acme), as a record that loses a reference by it (rule");
    failure.holder = failure.waiter;
    failure.holder.cause = LockCause::taken_along;
    told("for row 17, as a record that goes along with its own (rule");
}

TEST_CASE("queue, holders that wait themselves, and deadlocks are told") {
    LedgerReport report = test::quarrel();
    report.keys.push_back({NamedKey::Kind::record, "Account", "001B", ""});
    report.failures[0].queued_before = 3;
    report.failures[0].holder_waits_for = 1;
    report.failures[0].holder_waited = seconds(7);
    const std::string waited = explain(report, report.failures[0]);
    CHECK(waited.find("behind 3 transactions that came before.") != std::string::npos);
    CHECK(
        waited.find(", which waited for others itself for 7.0 s of that, and waited for Account "
                    "001B at that moment.") != std::string::npos
    );
    report.failures[0].deadlock = true;
    CHECK(
        explain(report, report.failures[0]).find("closed a circle of transactions") !=
        std::string::npos
    );
}

TEST_CASE("a lock fault has no row and no rule, a foreign writer has records") {
    LedgerReport report = test::quarrel();
    report.parties[0] = test::party_of(NamedParty::Kind::lock_fault, "night");
    const std::string fault = explain(report, report.failures[0]);
    CHECK(fault.ends_with("(12.0 s) by lock fault \"night\"."));
    report.parties[0] = test::party_of(NamedParty::Kind::foreign_writer, "sync");
    CHECK(explain(report, report.failures[0])
              .ends_with("by run 1 of foreign writer \"sync\" (200 records), for record 203 (rule "
                         "contact.account)."));
    report.parties[1] = test::party_of(NamedParty::Kind::rest, "");
    CHECK(explain(report, report.failures[0])
              .starts_with("a request of the REST API (200 records) failed with 200 rows"));
}

}  // namespace
}  // namespace rowlock
