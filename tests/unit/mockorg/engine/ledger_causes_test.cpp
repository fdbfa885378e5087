// Jobs of several operations at once: why each wanted the key, and what is advised of it.
#include "mockorg/engine/ledger_report.hpp"
#include "mockorg/explain/advice.hpp"
#include "mockorg/explain/explanation.hpp"
#include "mockorg/testing/in_process_org.hpp"
#include "mockorg/testing/require_value.hpp"
#include "tests/support/test.hpp"

#include <algorithm>
#include <utility>

namespace rowlock {
namespace {

/// An org in which a chunk holds for longer than anybody waits.
struct SlowOrg {
    static OrgConfig config() {
        OrgConfig config;
        config.profile.hold = {15.0, 0.0};
        config.profile.rest_hold = {0.1, 0.0};
        config.profile.pre_lock = Duration{0};
        config.profile.batch_overhead = Duration{0};
        return config;
    }

    InProcessOrg org = require_value(InProcessOrg::create(config()));
    /// Whether a job waits until the one before has ended.
    bool in_turn = false;

    std::string insert(const std::string& object, std::vector<FieldText> fields) {
        const WriteRecord request{object, Operation::insert, {}, {}, std::move(fields)};
        return require_value(org.write(request)).id.text();
    }

    void job(const char* object, const char* operation, std::string csv) {
        require_value(org.load_csv(object, operation, std::move(csv)));
        if (in_turn) org.run_until_idle();
        org.advance(seconds(1));
    }

    LedgerReport report() {
        org.run_until_idle();
        return ledger_report(org.org());
    }
};

std::vector<AdviceKind> kinds_for(const LedgerReport& report, const ExplainedFailure& failure) {
    std::vector<AdviceKind> kinds;
    for (const Advice& advice : Adviser{report}.advise(failure)) kinds.push_back(advice.kind);
    return kinds;
}

bool has(const std::vector<AdviceKind>& kinds, AdviceKind kind) {
    return std::find(kinds.begin(), kinds.end(), kind) != kinds.end();
}

TEST_CASE("jobs of three operations on contacts of one account: one after the other, no order") {
    const auto run = [](bool in_turn) {
        SlowOrg world;
        world.in_turn = in_turn;
        const std::string account = world.insert("Account", {{"Name", "A"}});
        const auto contact = [&] {
            return world.insert("Contact", {{"LastName", "c"}, {"AccountId", account}});
        };
        const std::string changed = contact();
        const std::string gone = contact();
        world.job("Contact", "insert", "LastName,AccountId\nx," + account + "\n");
        world.job("Contact", "update", "Id,Email\n" + changed + ",a@b.co\n");
        world.job("Contact", "delete", "Id\n" + gone + "\n");
        return world.report();
    };
    const LedgerReport report = run(false);
    REQUIRE(report.failures.size() == 2);
    for (const ExplainedFailure& failure : report.failures) {
        CHECK_FALSE(has(kinds_for(report, failure), AdviceKind::order_rows));
        CHECK_FALSE(has(kinds_for(report, failure), AdviceKind::controlled_feed));
        const Advice first = Adviser{report}.advise(failure)[0];
        CHECK(first.kind == AdviceKind::other_time);
        CHECK_THAT(first.text, Catch::StartsWith("send job 750") && Catch::EndsWith("has ended"));
    }
    CHECK(run(true).failures.empty());
}

TEST_CASE("a deleted account and its child: the child only loses a reference") {
    SlowOrg world;
    const std::string parent = world.insert("Account", {{"Name", "parent"}});
    const std::string child = world.insert("Account", {{"Name", "child"}, {"ParentId", parent}});
    world.job("Account", "delete", "Id\n" + parent + "\n");
    world.job("Account", "update", "Id,Name\n" + child + ",zz\n");
    const LedgerReport report = world.report();
    REQUIRE(report.failures.size() == 1);
    const ExplainedFailure& failure = report.failures[0];
    CHECK(failure.holder.cause != LockCause::own);
    CHECK_FALSE(has(kinds_for(report, failure), AdviceKind::order_rows));
    if (report.keys.at(failure.key).id == child) {
        CHECK(failure.holder.cause == LockCause::cleared);
        CHECK_THAT(
            explain(report, failure),
            Catch::Contains("for row 1, as a record that loses a reference by it (rule")
        );
    }
}

TEST_CASE("deletes tell what goes along, and no plan is said to know its lane") {
    const auto run = [](bool in_turn) {
        SlowOrg world;
        world.in_turn = in_turn;
        const std::string campaign = world.insert("Campaign", {{"Name", "C"}});
        std::vector<std::string> accounts;
        for (int i = 0; i < 8; ++i) {
            accounts.push_back(world.insert("Account", {{"Name", "A"}}));
            const std::string contact =
                world.insert("Contact", {{"LastName", "c"}, {"AccountId", accounts.back()}});
            world.insert("CampaignMember", {{"ContactId", contact}, {"CampaignId", campaign}});
        }
        for (const std::string& account : accounts)
            world.job("Account", "delete", "Id\n" + account + "\n");
        return world.report();
    };
    const LedgerReport report = run(false);
    REQUIRE_FALSE(report.failures.empty());
    for (const ExplainedFailure& failure : report.failures) {
        CHECK(report.keys.at(failure.key).object == "Campaign");
        CHECK(failure.waiter.cause == LockCause::taken_along);
        CHECK(failure.holder.cause == LockCause::taken_along);
        CHECK(report.rules.at(failure.waiter.rule).column.empty());
        const std::string told = explain(report, failure);
        CHECK_THAT(
            told, Catch::Contains(", for a CampaignMember that goes along with its own (rule")
        );
        const std::string advice = joined_text(Adviser{report}.advise(failure));
        CHECK_THAT(advice, Catch::Contains("one batch at a time"));
        CHECK_THAT(advice, !Catch::Contains("rowlock plan") && !Catch::Contains("order the rows"));
    }
    CHECK(run(true).failures.empty());
}

ForeignWriter automation(const char* object, bool async) {
    ForeignWriter writer;
    writer.name = "roll-up";
    writer.kind = ForeignWriterKind::automation;
    writer.object = object;
    writer.records = 200;
    writer.after_update = true;
    writer.updates = "Account";
    writer.async = async;
    writer.delay = seconds(2);
    return writer;
}

/// Two jobs that update opportunities of one account, with a roll-up onto it.
LedgerReport rolled_up(bool async, bool stays = true) {
    SlowOrg world;
    const std::string account = world.insert("Account", {{"Name", "A"}});
    std::vector<std::string> deals;
    for (int i = 0; i < 3; ++i) {
        deals.push_back(world.insert(
            "Opportunity",
            {{"Name", "o"}, {"StageName", "x"}, {"CloseDate", "2026-01-01"}, {"AccountId", account}}
        ));
    }
    require_value(world.org.org().set_foreign_writer(automation("Opportunity", async)));
    for (const std::string& deal : deals)
        world.job("Opportunity", "update", "Id,Name\n" + deal + ",n\n");
    world.org.run_until_idle();
    if (!stays) world.org.org().remove_foreign_writer("roll-up");
    return world.report();
}

TEST_CASE("automation in the same transaction is told as what wants the key") {
    const LedgerReport report = rolled_up(false);
    REQUIRE_FALSE(report.failures.empty());
    for (const ExplainedFailure& failure : report.failures) {
        CHECK(failure.waiter.cause == LockCause::automation);
        CHECK_THAT(
            explain(report, failure), Catch::Contains("), for automation in its transaction (rule")
        );
        CHECK_FALSE(has(kinds_for(report, failure), AdviceKind::order_rows));
    }
}

void add(ContentionSums& sums, const ContentionSums& more) {
    sums.waits += more.waits;
    sums.timeouts += more.timeouts;
    sums.rows_failed += more.rows_failed;
    sums.waited += more.waited;
    sums.records_failed += more.records_failed;
}

bool equal(const ContentionSums& a, const ContentionSums& b) {
    return a.waits == b.waits && a.timeouts == b.timeouts && a.rows_failed == b.rows_failed &&
           a.waited == b.waited && a.records_failed == b.records_failed;
}

TEST_CASE("keys, pairs and rules have the same sums, those of clients and of foreign writers") {
    const LedgerReport report = rolled_up(true);
    REQUIRE(report.foreign.records_failed > 0);
    CHECK(report.foreign.rows_failed == 0);
    CHECK(report.totals.records_failed == 0);
    ContentionSums all = report.totals;
    add(all, report.foreign);
    ContentionSums keys;
    for (const KeyContentionSums& key : report.hottest) add(keys, key.sums);
    ContentionSums parties;
    for (const PairContentionSums& pair : report.party_pairs) add(parties, pair.sums);
    ContentionSums rules;
    for (const PairContentionSums& pair : report.rule_pairs) add(rules, pair.sums);
    CHECK(equal(keys, all));
    CHECK(equal(parties, all));
    CHECK(equal(rules, all));
}

TEST_CASE("automation is named as such, and what is there no more is not") {
    const auto roll_up_of = [](const LedgerReport& report) {
        for (const NamedParty& party : report.parties)
            if (party.name == "roll-up") return party;
        FAIL("no roll-up");
        return NamedParty{};
    };
    const NamedParty there = roll_up_of(rolled_up(true));
    CHECK(there.writer == "automation");
    CHECK(there.object == "Opportunity");
    CHECK(there.after == std::vector<std::string>{"update"});
    CHECK(there.delay == seconds(2));
    CHECK(there.records == 200);
    CHECK(roll_up_of(rolled_up(true, false)).writer.empty());
}

TEST_CASE("a path of several steps has no column, and is told") {
    SlowOrg world;
    const std::string account = world.insert("Account", {{"Name", "A"}});
    std::vector<std::string> contacts;
    for (const char* name : {"a", "b"})
        contacts.push_back(world.insert("Contact", {{"LastName", name}, {"AccountId", account}}));
    for (const std::string& contact : contacts) {
        world.job(
            "Task",
            "insert",
            "Subject,Status,ActivityDate,WhoId\nx,Completed,2026-01-01," + contact + "\n"
        );
    }
    const LedgerReport report = world.report();
    REQUIRE(report.failures.size() == 1);
    const ExplainedFailure& failure = report.failures[0];
    CHECK(report.keys.at(failure.key).id == account);
    CHECK(report.rules.at(failure.waiter.rule).column.empty());
    CHECK(report.rules.at(failure.waiter.rule).path == "Who.Account");
    const std::string advice = joined_text(Adviser{report}.advise(failure));
    CHECK_THAT(advice, Catch::Contains("order the rows by what is behind Who.Account"));
    CHECK_THAT(advice, !Catch::Contains("by WhoId"));
}

}  // namespace
}  // namespace rowlock
