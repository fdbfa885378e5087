#include "mockorg/explain/contention_text.hpp"

#include "tests/support/test.hpp"
#include "tests/unit/mockorg/explain/report_fixture.hpp"

namespace rowlock {
namespace {

TEST_CASE("the text tells sums, keys, pairs and rules") {
    LedgerReport report = test::quarrel();
    report.failures_left_out = 7;
    CHECK(
        contention_text(report, 5) ==
        "2 transactions of clients: 1 wait, 1 in vain, 200 rows lost, 10.0 s waited\n"
        "7 failures not kept by the ledger\n"
        "most fought over:\n"
        "  Account 001A (Acme): 1 wait, 1 in vain, 200 rows lost, 10.0 s waited\n"
        "who waited for whom:\n"
        "  job 750B (insert of Contact) for job 750A (insert of Contact): 1 wait, 1 in vain, 200 "
        "rows lost, 10.0 s waited\n"
        "by the rules:\n"
        "  contact.account against contact.account: 1 wait, 1 in vain, 200 rows lost, 10.0 s "
        "waited\n"
    );
}

TEST_CASE("what foreign writers lose is told apart from the rows of clients") {
    LedgerReport report = test::quarrel();
    report.foreign = {2, 1, 0, 0, seconds(7), 40};
    report.hottest[0].sums = {3, 2, 0, 200, seconds(17), 40};
    report.party_pairs[0].sums = report.foreign;
    const std::string text = contention_text(report, 5);
    for (const char* part :
         {"2 transactions of clients: 1 wait, 1 in vain, 200 rows lost, 10.0 s waited\n"
          "of foreign writers: 2 waits, 1 in vain, 40 records of foreign writers not written, 7.0 "
          "s waited\n",
          "(Acme): 3 waits, 2 in vain, 200 rows lost, 40 records of foreign writers not written",
          "of Contact): 2 waits, 1 in vain, 40 records of foreign writers not written"}) {
        CHECK_THAT(text, Catch::Contains(part));
    }
}

TEST_CASE("who fought for a key is told apart") {
    LedgerReport report = test::quarrel();
    report.parties.push_back(test::party_of(NamedParty::Kind::foreign_writer, "sync"));
    report.parties.push_back(test::party_of(NamedParty::Kind::foreign_writer, "night"));
    report.failures.resize(6, report.failures[0]);
    report.failures[0].rows_failed = 100;
    report.failures[2].waiter.party = report.failures[3].waiter.party = 2;
    report.failures[4].holder.party = 2;
    report.failures[5].waiter.party = 3;
    // Clients among themselves are one fight, whatever their jobs.
    report.failures[1].waiter.party = 0;
    CHECK(worst_failures(report, 10) == std::vector<std::size_t>{2, 1, 4, 5});
}

TEST_CASE("of each key the failure with most rows is told, keys with most rows first") {
    LedgerReport report = test::quarrel();
    report.keys.resize(3, report.keys[0]);
    report.failures.resize(5, report.failures[0]);
    const std::uint32_t keys[] = {0, 1, 2, 1, 0};
    const std::uint32_t rows[] = {10, 100, 300, 150, 20};
    for (std::size_t i = 0; i < 5; ++i) {
        report.failures[i].key = keys[i];
        report.failures[i].rows_failed = rows[i];
    }
    CHECK(worst_failures(report, 10) == std::vector<std::size_t>{2, 3, 4});
    CHECK(worst_failures(report, 2) == std::vector<std::size_t>{2, 3});
    CHECK(worst_failures(LedgerReport{}, 2).empty());
}

TEST_CASE("a failure's text names every cure") {
    const LedgerReport report = test::quarrel();
    const std::string text = failure_text(report, Adviser{report}, report.failures[0]);
    CHECK(text.find("    avoided by order-rows: if the rows have AccountId") != std::string::npos);
    CHECK(text.find("    avoided by retry: ") != std::string::npos);
}

}  // namespace
}  // namespace rowlock
