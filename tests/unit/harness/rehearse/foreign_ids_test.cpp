// Loads whose rows come from an export: they name records of an org that this one is not.
#include "harness/rehearse/rehearse.hpp"
#include "tests/support/folder.hpp"
#include "tests/support/test.hpp"

#include <string>

namespace rowlock {
namespace {

using test::Folder;

constexpr std::uint64_t k_rows = 400;

/// Contacts of two accounts of another org, by turns.
std::string contacts_csv() {
    std::string text = "LastName,AccountId\n";
    for (std::uint64_t row = 0; row < k_rows; ++row) {
        text += "C" + std::to_string(row) + ",00130000000000" + std::to_string(row % 2) + "\n";
    }
    return text;
}

/// Two jobs at once, under a profile in which every wait that can fail does. `more`: further
/// members of the top level.
StrategyOutcome outcome_of(const std::string& more, const RehearseOptions& options = {}) {
    const Folder folder;
    folder.write("contacts.csv", contacts_csv());
    const auto load = read_load_file(
        folder.write("load.json", R"({"name": "export", "profile": "adversarial", )" + more + R"(
            "sources": {"contacts": {"object": "Contact", "file": "contacts.csv"}},
            "load": {"source": "contacts", "operation": "insert", "batchRows": 200}})")
    );
    if (!load) FAIL(load.error().message);
    auto rehearsal = rehearse(*load, options);
    if (!rehearsal) FAIL(rehearsal.error().message);
    return std::move(rehearsal->strategies.at(0));
}

TEST_CASE("records of another org exist in a rehearsal, and are locked") {
    const StrategyOutcome outcome = outcome_of("");
    CHECK(outcome.adopts_unknown_ids);
    CHECK(outcome.records_adopted == 2);
    CHECK(outcome.rows_failed_otherwise() == 0);
    // The job that comes second waits in vain for the accounts of the first.
    CHECK(outcome.rows.created == k_rows / 2);
    CHECK(outcome.locks.rows_failed == k_rows / 2);
    REQUIRE_FALSE(outcome.hottest.empty());
    CHECK_THAT(outcome.hottest[0].id, Catch::StartsWith("00130000000000"));
    // Lost locks are what a rehearsal is for.
    CHECK(outcome.good());
}

TEST_CASE("records of another org are errors where that is wanted, and then a finding") {
    const StrategyOutcome outcome = outcome_of(R"("unknownIds": "refuse",)");
    CHECK_FALSE(outcome.adopts_unknown_ids);
    CHECK(outcome.records_adopted == 0);
    CHECK(outcome.rows_failed_otherwise() == k_rows);
    CHECK(outcome.locks.rows_failed == 0);
    CHECK_FALSE(outcome.good());
    CHECK_THAT(
        sentence_about(outcome),
        Catch::Contains("400 rows failed on their data, most of them on INVALID_CROSS_REFERENCE_KEY"
        )
    );
    SECTION("unless an expectation speaks of such rows") {
        const StrategyOutcome expected =
            outcome_of(R"("unknownIds": "refuse", "expect": {"failedAtMost": 400},)");
        CHECK(expected.good());
        const StrategyOutcome beside_the_point =
            outcome_of(R"("unknownIds": "refuse", "expect": {"durationAtMost": "10h"},)");
        CHECK_FALSE(beside_the_point.good());
    }
}

TEST_CASE("an id that this org might have made, but did not, is an error") {
    const Folder folder;
    folder.write("contacts.csv", "LastName,AccountId\nC,001RL0000000009\n");
    const auto load = read_load_file(folder.write(
        "load.json",
        R"({"name": "own", "sources": {"contacts": {"object": "Contact", "file": "contacts.csv"}},
            "load": {"source": "contacts", "operation": "insert"}})"
    ));
    REQUIRE(load);
    const auto rehearsal = rehearse(*load, {});
    REQUIRE(rehearsal);
    CHECK(rehearsal->strategies.at(0).rows_failed_otherwise() == 1);
}

TEST_CASE("a load that exceeds what the org takes in a day says how to have it take more") {
    const std::string small = R"("limits": {"batches-per-day": 1},)";
    const StrategyOutcome stopped = outcome_of(small);
    CHECK_FALSE(stopped.good());
    CHECK_THAT(stopped.error, Catch::Contains("the org takes 1 batch in 24 hours"));
    CHECK_THAT(stopped.error, Catch::Contains("--limit batches-per-day=N"));
    RehearseOptions options;
    options.limits = {"batches-per-day=2"};
    CHECK(outcome_of(small, options).error.empty());
    CHECK(outcome_of(R"("limits": {"batches-per-day": 2},)").error.empty());
}

TEST_CASE("the org knows all limits that a load file may name, and says which value is wrong") {
    CHECK(outcome_of(R"("limits": {"requests-per-day": 100000, "batches-per-day": 10,
        "rows-per-day": 1000, "query-jobs-per-day": 1, "query-storage-kb-per-day": 1,
        "rows-per-batch": 300, "job-open-hours": 1, "job-kept-hours": 1},)")
              .error.empty());
    const Folder folder;
    folder.write("contacts.csv", contacts_csv());
    const auto load = read_load_file(folder.write(
        "load.json",
        R"({"name": "export", "limits": {"rows-per-batch": 0},
            "sources": {"contacts": {"object": "Contact", "file": "contacts.csv"}},
            "load": {"source": "contacts", "operation": "insert"}})"
    ));
    REQUIRE(load);
    const auto rehearsal = rehearse(*load, {});
    REQUIRE_FALSE(rehearsal);
    CHECK_THAT(
        rehearsal.error().message,
        Catch::Contains("load.json:1:49: \"limits\": 'rows-per-batch=0' is no limit")
    );
    RehearseOptions options;
    options.limits = {"nonsense"};
    const auto other = rehearse(*load, options);
    REQUIRE_FALSE(other);
}

TEST_CASE("a load that never began took no time") {
    const Folder folder;
    folder.write("accounts.csv", "Id,Name\n001300000000001,A\n");
    folder.write("contacts.csv", contacts_csv());
    const auto load = read_load_file(folder.write(
        "load.json",
        R"({"name": "stuck",
            "sources": {"accounts": {"object": "Account", "file": "accounts.csv"},
                        "contacts": {"object": "Contact", "file": "contacts.csv"}},
            "setup": [{"source": "accounts", "operation": "insert"}],
            "load": {"source": "contacts", "operation": "insert"}})"
    ));
    REQUIRE(load);
    const auto rehearsal = rehearse(*load, {});
    REQUIRE(rehearsal);
    const StrategyOutcome& outcome = rehearsal->strategies.at(0);
    CHECK_FALSE(outcome.error.empty());
    CHECK(outcome.duration == Duration{});
    CHECK(outcome.degree_of_parallelism() == 0.0);
}

}  // namespace
}  // namespace rowlock
