#include "mockorg/explain/advice.hpp"

#include "tests/support/test.hpp"
#include "tests/unit/mockorg/explain/report_fixture.hpp"

#include <algorithm>

namespace rowlock {
namespace {

using Kind = NamedParty::Kind;

std::vector<AdviceKind> kinds_for(const LedgerReport& report) {
    std::vector<AdviceKind> kinds;
    for (const Advice& advice : Adviser{report}.advise(report.failures[0]))
        kinds.push_back(advice.kind);
    return kinds;
}

/// The load has AccountId, and few rows of this one.
KeyRows few_rows() {
    return {"AccountId", true, 40, 100, false, KeyRows::Ordered::together};
}

TEST_CASE("two jobs of one object: order the rows, or send one after the other, or retry") {
    LedgerReport report = test::quarrel();
    report.failures[0].holder_since = report.failures[0].time - seconds(4);
    report.failures[0].key_rows = few_rows();
    CHECK(
        kinds_for(report) ==
        std::vector{AdviceKind::order_rows, AdviceKind::other_time, AdviceKind::retry}
    );
    const auto advice = Adviser{report}.advise(report.failures[0]);
    CHECK(advice[0].text.find("order the rows by AccountId") == 0);
    CHECK(advice[0].text.find("row 17 and row 203, and all 40 rows") != std::string::npos);
    CHECK(advice[1].text == "send job 750B when job 750A has ended");
    CHECK(advice[2].text == "try the failed rows again, more than 10.0 s later");
}

TEST_CASE("an order is advised only where it puts both rows in one batch") {
    LedgerReport report = test::quarrel();
    const auto order_text = [&]() -> std::string {
        for (const Advice& advice : Adviser{report}.advise(report.failures[0]))
            if (advice.kind == AdviceKind::order_rows) return advice.text;
        return {};
    };
    CHECK_THAT(order_text(), Catch::StartsWith("if the rows have AccountId"));
    report.failures[0].key_rows = few_rows();
    KeyRows& known = *report.failures[0].key_rows;
    CHECK_THAT(order_text(), Catch::StartsWith("order the rows by AccountId"));
    CHECK_THAT(order_text(), !Catch::Contains("partition"));
    known.ordered = KeyRows::Ordered::together_in_one_partition;
    CHECK_THAT(order_text(), Catch::Contains("(\"partitions\": 1, \"order\": {\"by\""));
    known.ordered = KeyRows::Ordered::apart;
    CHECK(order_text().empty());
    known = few_rows();
    known.kept_together = true;
    CHECK(order_text().empty());
    known = few_rows();
    known.same_value = false;
    CHECK(order_text().empty());
    known = few_rows();
    known.column.clear();
    CHECK_THAT(order_text(), Catch::StartsWith("the load has no column AccountId"));
    CHECK_THAT(order_text(), Catch::Contains("no more than 100 rows"));
    report.rules[0].column.clear();
    report.rules[0].path = "Who.Account";
    CHECK_THAT(order_text(), Catch::StartsWith("if no more than 100 rows lead to one Account"));
    CHECK_THAT(order_text(), Catch::Contains("what is behind Who.Account"));
    report.failures[0].key_rows.reset();
    CHECK_THAT(order_text(), Catch::StartsWith("if no more rows than a batch takes lead to one"));
}

TEST_CASE("rows that can share no batch, or met by different ways, are not to be ordered") {
    LedgerReport report = test::quarrel();
    if (GENERATE(false, true)) report.failures[0].key_rows = few_rows();
    const auto is_ordered = [&] {
        const auto kinds = kinds_for(report);
        return std::count(kinds.begin(), kinds.end(), AdviceKind::order_rows) > 0;
    };
    CHECK(is_ordered());
    SECTION("an insert and a delete") {
        report.parties[0].operation = "delete";
    }
    SECTION("a serial job and a parallel one") {
        report.parties[0].serial = true;
    }
    SECTION("a parent, and what goes along with it") {
        report.failures[0].holder.cause = LockCause::taken_along;
    }
    SECTION("what loses a reference") {
        report.failures[0].waiter.cause = LockCause::cleared;
    }
    SECTION("different columns") {
        report.rules.push_back(report.rules[0]);
        report.rules[1].column = "ReportsToId";
        report.failures[0].holder.rule = 1;
    }
    CHECK_FALSE(is_ordered());
}

TEST_CASE("where neither order nor lane is known to help, that is said") {
    LedgerReport report = test::quarrel();
    report.failures[0].key_rows = few_rows();
    report.failures[0].key_rows->ordered = KeyRows::Ordered::apart;
    const Advice first = Adviser{report}.advise(report.failures[0])[0];
    CHECK(first.kind == AdviceKind::controlled_feed);
    CHECK_THAT(first.text, Catch::StartsWith("nothing in this load's own order is known to help"));
    CHECK_THAT(first.text, Catch::Contains("\"inFlight\": 1"));
    report.failures[0].key_rows->ordered = KeyRows::Ordered::together;
    CHECK(kinds_for(report)[0] == AdviceKind::order_rows);
    CHECK(kinds_for(report)[1] != AdviceKind::controlled_feed);
}

TEST_CASE("no record is blamed alone where others were shared with its holder") {
    LedgerReport report = test::quarrel();
    report.totals.timeouts = 9;
    report.hottest[0].sums.timeouts = 9;
    report.failures[0].shared_keys = 40;
    const auto first = Adviser{report}.advise(report.failures[0])[0];
    CHECK(first.kind == AdviceKind::controlled_feed);
    CHECK_THAT(first.text, Catch::StartsWith("the two wanted 40 lock keys in common"));
    CHECK_THAT(first.text, Catch::Contains("one batch at a time"));
    // Nor where the others of its failures were such.
    report.failures[0].shared_keys = 1;
    report.hottest[0].alone = 2;
    for (const Advice& advice : Adviser{report}.advise(report.failures[0]))
        CHECK_THAT(advice.text, !Catch::Contains("transactions fail"));
    report.hottest[0].alone = 9;
    CHECK_THAT(
        Adviser{report}.advise(report.failures[0])[0].text,
        Catch::Contains("alone made 9 of 9 transactions fail")
    );
    // Where nobody counted, the sentence says on what it depends.
    report.failures[0].shared_keys = 0;
    const auto unknown = Adviser{report}.advise(report.failures[0])[0];
    CHECK_THAT(unknown.text, Catch::Contains("if those that failed shared no other lock key"));
    CHECK_THAT(unknown.text, !Catch::Contains("alone"));
}

TEST_CASE("a record that made many fail is to have a lane of its own") {
    LedgerReport report = test::quarrel();
    report.hottest[0].sums.timeouts = 23;
    report.totals.timeouts = 40;
    const auto advice = Adviser{report}.advise(report.failures[0]);
    CHECK(advice[0].kind == AdviceKind::controlled_feed);
    CHECK(advice[0].text.find("made 23 of 40 transactions fail") != std::string::npos);
    CHECK_THAT(advice[0].text, Catch::EndsWith("(rowlock plan makes one)"));
    report.parties[0].operation = report.parties[1].operation = "delete";
    CHECK_THAT(
        Adviser{report}.advise(report.failures[0])[0].text, Catch::EndsWith("one batch at a time")
    );
    report.parties[0].operation = report.parties[1].operation = "insert";
    report.failures[0].key_rows.emplace();
    CHECK_THAT(
        Adviser{report}.advise(report.failures[0])[0].text, Catch::EndsWith("one batch at a time")
    );
    report.failures[0].key_rows.reset();
    report.totals.timeouts = 4000;
    CHECK(kinds_for(report)[0] == AdviceKind::order_rows);
}

TEST_CASE("loads of different objects are to be kept apart, and no order helps") {
    LedgerReport report = test::quarrel();
    report.parties[0].object = "Opportunity";
    const auto advice = Adviser{report}.advise(report.failures[0]);
    CHECK(advice[0].kind == AdviceKind::other_time);
    CHECK(advice[0].text.find("load Opportunity and Contact one after the other") == 0);
}

TEST_CASE("batches of one job of Bulk API 1.0 can be run in serial mode") {
    LedgerReport report = test::quarrel();
    report.parties[0] = test::bulk_job("750A", "Contact", 1);
    report.failures[0].waiter.party = 0;
    const auto told = [&] { return joined_text(Adviser{report}.advise(report.failures[0])); };
    CHECK_THAT(told(), Catch::Contains("in serial mode"));
    report.parties[0].bulk_api = 2;
    CHECK_THAT(told(), !Catch::Contains("in serial mode"));
}

TEST_CASE("serial jobs against parallel ones") {
    LedgerReport report = test::quarrel();
    report.parties[0].serial = true;
    const auto advice = Adviser{report}.advise(report.failures[0]);
    const auto found = std::find_if(advice.begin(), advice.end(), [](const Advice& each) {
        return each.kind == AdviceKind::other_time;
    });
    REQUIRE(found != advice.end());
    CHECK(found->text.find("serial and parallel jobs") != std::string::npos);
}

TEST_CASE("how the holder came to hold so long decides what is said of it") {
    LedgerReport report = test::quarrel();
    ExplainedFailure& failure = report.failures[0];
    const auto has = [&](AdviceKind kind) {
        const auto kinds = kinds_for(report);
        return std::count(kinds.begin(), kinds.end(), kind) > 0;
    };
    CHECK(has(AdviceKind::shorter_transactions));
    const auto told = [&] { return joined_text(Adviser{report}.advise(failure)); };
    CHECK_THAT(told(), Catch::Contains("less automation would likely shorten that"));
    CHECK_THAT(told(), Catch::Contains("fewer rows in a transaction"));
    failure.holder.rows = 1;
    CHECK_THAT(told(), !Catch::Contains("fewer rows in a transaction"));
    failure.holder_since = failure.time - seconds(3);
    CHECK_FALSE(has(AdviceKind::shorter_transactions));
    CHECK_FALSE(has(AdviceKind::spread));
    failure.queued_before = 3;
    CHECK(has(AdviceKind::spread));
    failure.holder_waited = seconds(2);
    CHECK_FALSE(has(AdviceKind::spread));
    CHECK(has(AdviceKind::fewer_keys));
    failure.holder_since = failure.time - seconds(60);
    failure.holder_waited = seconds(29);
    CHECK(has(AdviceKind::shorter_transactions));
    failure.holder_waited = seconds(55);
    CHECK_FALSE(has(AdviceKind::shorter_transactions));
}

TEST_CASE("what is not the load's own doing") {
    LedgerReport report = test::quarrel();
    report.parties[0] = test::party_of(Kind::lock_fault, "night");
    CHECK(kinds_for(report) == std::vector{AdviceKind::other_time, AdviceKind::retry});
    report.parties[0] = test::party_of(Kind::foreign_writer, "sync");
    // What is there no more may have been anything.
    CHECK_THAT(
        Adviser{report}.advise(report.failures[0])[0].text,
        Catch::StartsWith("if it writes whatever the load does: load at a time when")
    );
    report.parties[0].writer = "integration";
    CHECK_THAT(
        Adviser{report}.advise(report.failures[0])[0].text, Catch::StartsWith("load at a time when")
    );
    CHECK(
        kinds_for(report) ==
        std::vector{AdviceKind::other_time, AdviceKind::retry, AdviceKind::shorter_transactions}
    );
    // However many failed because of the record: that is not the load's to mend.
    report.hottest[0] = {0, report.totals, 1};
    report.hottest[0].sums.timeouts = report.totals.timeouts = report.hottest[0].alone = 9;
    CHECK(
        kinds_for(report) ==
        std::vector{AdviceKind::other_time, AdviceKind::retry, AdviceKind::shorter_transactions}
    );
    CHECK_THAT(
        Adviser{report}.advise(report.failures[0])[1].text,
        Catch::Contains(
            "until foreign writer \"sync\" has let go: it had held the record for 12.0 s"
        )
    );
    report.parties[1] = report.parties[0];
    const auto foreign_only = kinds_for(report);
    CHECK(std::count(foreign_only.begin(), foreign_only.end(), AdviceKind::retry) == 0);
}

/// Automation that inserts of contacts set off, on both sides of a quarrel.
NamedParty roll_up() {
    NamedParty party = test::party_of(Kind::foreign_writer, "roll-up");
    party.writer = "automation";
    party.object = "Contact";
    party.after = {"insert"};
    party.delay = seconds(5);
    party.records = 50;
    return party;
}

TEST_CASE("automation that the load sets off: small batches that do not overlap, or other parents"
) {
    LedgerReport report = test::quarrel();
    const int side = GENERATE(0, 1);
    report.parties[static_cast<std::size_t>(side)] = roll_up();
    const auto advice = Adviser{report}.advise(report.failures[0]);
    CHECK(advice[0].kind == AdviceKind::controlled_feed);
    CHECK_THAT(advice[0].text, Catch::Contains("send 50 rows at a time"));
    CHECK_THAT(
        advice[0].text, Catch::Contains("the 5.0 s until foreign writer \"roll-up\" begins")
    );
    CHECK(advice[1].kind == AdviceKind::spread);
    CHECK_THAT(
        advice[1].text, Catch::StartsWith("spread the Contact records that lead to Account")
    );
    CHECK(advice.back().kind == AdviceKind::retry);
    for (const Advice& each : advice) CHECK(each.kind != AdviceKind::other_time);
    // It writes the rows of the load themselves: there is nothing to spread.
    report.keys[0].object = "Contact";
    CHECK(Adviser{report}.advise(report.failures[0])[1].kind != AdviceKind::spread);
}

TEST_CASE("no lane keeps the load from automation that its own batches set off") {
    LedgerReport report = test::quarrel();
    report.hottest[0].sums.timeouts = report.totals.timeouts = report.hottest[0].alone = 9;
    const auto lane = [&] {
        const auto advice = Adviser{report}.advise(report.failures[0]);
        const auto found = std::find_if(advice.begin(), advice.end(), [](const Advice& each) {
            return each.kind == AdviceKind::controlled_feed;
        });
        return found == advice.end() ? std::string{} : found->text;
    };
    CHECK_THAT(lane(), Catch::Contains("in a lane of their own"));
    report.parties.push_back(roll_up());
    report.failures.push_back(report.failures[0]);
    report.failures[1].holder.party = static_cast<std::uint32_t>(report.parties.size() - 1);
    CHECK_THAT(lane(), Catch::Contains("send 50 rows at a time"));
}

TEST_CASE("automation that others set off is not the load's to mend") {
    LedgerReport report = test::quarrel();
    report.parties[0] = roll_up();
    const auto first = [&] { return Adviser{report}.advise(report.failures[0])[0]; };
    report.parties[1].operation = GENERATE("update", "delete");
    CHECK(first().kind == AdviceKind::other_time);
    CHECK_THAT(first().text, Catch::Contains("no writes of Contact set foreign writer"));
    report.parties[1].operation = "upsert";
    CHECK(first().kind == AdviceKind::controlled_feed);
    report.parties[1] = test::party_of(Kind::rest, "");
    CHECK(first().kind == AdviceKind::other_time);
    // Both sides are automation: of the load, if it set them off.
    report.parties[1] = roll_up();
    CHECK(first().kind == AdviceKind::other_time);
    report.parties.push_back(test::bulk_job("750C", "Contact"));
    CHECK(first().kind == AdviceKind::controlled_feed);
}

TEST_CASE("deadlocks, group memberships, unique values and disputed rules have cures of their own"
) {
    LedgerReport report = test::quarrel();
    report.failures[0].deadlock = true;
    CHECK(kinds_for(report) == std::vector{AdviceKind::same_lock_order, AdviceKind::retry});
    report.failures[0].deadlock = false;
    report.keys[0] = {NamedKey::Kind::group_membership, "", "", ""};
    CHECK(kinds_for(report)[0] == AdviceKind::controlled_feed);
    report.keys[0] = {NamedKey::Kind::unique_value, "Contact", "", ""};
    CHECK(kinds_for(report)[0] == AdviceKind::join_duplicates);
    report.rules[0].disputed = true;
    const auto kinds = kinds_for(report);
    CHECK(std::count(kinds.begin(), kinds.end(), AdviceKind::check_rule) == 1);
}

TEST_CASE("every kind of advice has a name of its own") {
    CHECK(name_of(AdviceKind::order_rows) == "order-rows");
    CHECK(name_of(AdviceKind::retry) == "retry");
}

}  // namespace
}  // namespace rowlock
