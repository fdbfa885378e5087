// Advice is followed, and the load rehearsed again: what was said to help must do so.
#include "tests/unit/harness/cli/advised.hpp"

#include <filesystem>

namespace rowlock {
namespace {

using test::Advised;
using test::contacts_load;
using test::k_by_account;
using test::ProgramResult;
using test::run_program;
using test::Told;

std::string schema_path() {
    return std::filesystem::absolute("fixtures/schemas/external-id.json").string();
}

const std::string k_heavy = R"("profile": "heavy", )";

TEST_CASE_METHOD(Advised, "order-rows: no lock fails a row any more") {
    const Told before = tell(contacts_load(20, "", k_heavy));
    CHECK(before.failed > 0);
    CHECK(before.best_kind() == "order-rows");
    CHECK_THAT(before.first("order-rows"), Catch::Contains(k_by_account.substr(2)));
    CHECK_THAT(before.first("order-rows"), Catch::Contains("all 10 rows with this value"));
    CHECK(tell(contacts_load(20, k_by_account, k_heavy)).failed == 0);
}

TEST_CASE_METHOD(Advised, "no order is advised where the rows of a key fill more than a batch") {
    const Told as_is = tell(contacts_load(4, "", k_heavy));
    CHECK(as_is.failed > 0);
    CHECK(as_is.any("order-rows").empty());
    const Told ordered = tell(contacts_load(4, k_by_account, k_heavy));
    CHECK(ordered.failed > 0);
    CHECK(ordered.any("order-rows").empty());
}

/// Updates of opportunities of 20 accounts.
std::string updates_load(const std::string& columns, const std::string& load, std::string more) {
    return R"({"name": "updates", "seed": 3, "profile": "heavy", )" + std::move(more) + R"(
        "sources": {
            "accounts": {"object": "Account", "rows": 20, "columns": {"Name": "Account {n}"}},
            "opportunities": {"object": "Opportunity", "rows": 200, "columns": {
                "Name": "o", "StageName": "x", "CloseDate": "2026-01-01",
                "AccountId": {"parent": "accounts", "pick": "sequential"}}},
            "changes": {"object": "Opportunity", "rows": 200, "columns": {
                "Id": {"parent": "opportunities", "pick": "sequential"}, "StageName": "y")" +
           columns + R"(}}},
        "setup": [{"source": "accounts", "operation": "insert"},
                  {"source": "opportunities", "operation": "insert", "batchRows": 200}],
        "load": {"source": "changes", "operation": "update", "batchRows": 20)" +
           load + R"(}, "strategies": [{"name": "a"}]})";
}

TEST_CASE_METHOD(Advised, "order-rows: a column that the load lacks is to be fetched first") {
    const std::string locks = rules("on.json", R"("unchanged-parent": true)");
    const Told before = tell(updates_load("", "", locks));
    CHECK(before.failed > 0);
    CHECK_THAT(before.first("order-rows"), Catch::StartsWith("the load has no column AccountId"));
    const std::string column = R"(, "AccountId": {"parent": "accounts", "pick": "sequential"})";
    CHECK(tell(updates_load(column, k_by_account, locks)).failed == 0);
}

TEST_CASE_METHOD(Advised, "check-rule: it decides whether anything fails") {
    const Told before = tell(updates_load("", "", rules("on.json", R"("unchanged-parent": true)")));
    CHECK_THAT(before.first("check-rule"), Catch::Contains("opportunity.account.update"));
    CHECK(
        tell(updates_load("", "", rules("off.json", R"("unchanged-parent": false)"))).failed == 0
    );
}

TEST_CASE_METHOD(Advised, "controlled-feed: batches that share many keys take turns") {
    const Told before = tell(contacts_load(4, "", k_heavy));
    CHECK(before.best_kind() == "controlled-feed");
    CHECK_THAT(before.first("controlled-feed"), Catch::Contains("4 lock keys in common"));
    CHECK_THAT(before.first("controlled-feed"), Catch::Contains("\"inFlight\": 1"));
    CHECK(tell(contacts_load(4, R"(, "inFlight": 1)", k_heavy)).failed == 0);
}

TEST_CASE_METHOD(Advised, "controlled-feed: serial mode for one job of Bulk API 1.0") {
    const std::string bulk1 = R"(, "api": "bulk1")";
    const Told before = tell(contacts_load(4, bulk1, k_heavy));
    CHECK(before.failed > 0);
    CHECK_THAT(before.first("controlled-feed"), Catch::Contains("serial mode"));
    const std::string serial = bulk1 + R"(, "concurrencyMode": "Serial")";
    CHECK(tell(contacts_load(4, serial, k_heavy)).failed == 0);
}

TEST_CASE_METHOD(Advised, "controlled-feed: a plan gives one hot account a lane of its own") {
    std::string csv = "LastName,External_ID__c,Account.External_ID__c\n";
    for (int row = 0; row < 200; ++row) {
        const std::string number = std::to_string(row);
        csv += "C,C-" + number + ",A-" + (row % 5 == 0 ? "200" : number) + "\n";
    }
    const std::string rows = folder.write("contacts.csv", csv);
    const auto load = [&](const std::string& order) {
        return R"({"name": "hot", "seed": 3, "profile": "heavy", "schema": ")" + schema_path() +
               R"(", "sources": {
            "accounts": {"object": "Account", "rows": 201, "columns": {
                "Name": "Account {n}", "External_ID__c": "A-{n}"}},
            "contacts": {"object": "Contact", "file": "contacts.csv"}},
        "setup": [{"source": "accounts", "operation": "insert"}],
        "load": {"source": "contacts", "operation": "upsert", "externalId": "External_ID__c",
                 "batchRows": 20)" +
               order + R"(}, "strategies": [{"name": "a"}]})";
    };
    const Told before = tell(load(""));
    CHECK(before.failed > 0);
    CHECK(before.best_kind() == "controlled-feed");
    CHECK_THAT(before.first("controlled-feed"), Catch::Contains("(Account 200) alone made"));
    CHECK(before.any("order-rows").empty());
    const ProgramResult planned = run_program(
        {"plan",
         rows,
         "--object",
         "Contact",
         "--operation",
         "upsert",
         "--external-id",
         "External_ID__c",
         "--schema",
         schema_path(),
         "--batch-size",
         "20",
         "--plan-file",
         folder.path("plan.json")}
    );
    INFO(planned.err);
    REQUIRE(planned.code == 0);
    CHECK(tell(load(R"(, "order": {"plan": "plan.json"})")).failed == 0);
}

TEST_CASE_METHOD(Advised, "spread, other-time and retry: fewer at once, or later") {
    const Told before = tell(contacts_load(4, "", k_heavy));
    CHECK_THAT(before.first("spread"), Catch::Contains("let fewer batches run at once"));
    CHECK(tell(contacts_load(4, R"(, "inFlight": 2)", k_heavy)).failed < before.failed);
    CHECK_THAT(before.first("other-time"), Catch::Contains("has ended"));
    CHECK(tell(contacts_load(4, R"(, "interval": {"mean": "60s"})", k_heavy)).failed == 0);
    CHECK_THAT(before.first("retry"), Catch::Contains("more than 10.0 s later"));
    const std::string retry = R"(, "retry": {"times": 5, "delay": "11s", "factor": 2})";
    CHECK(tell(contacts_load(4, retry, k_heavy)).failed == 0);
}

TEST_CASE_METHOD(Advised, "fewer-keys: transactions of fewer parents hold up fewer others") {
    const auto picked = [](const std::string& pick) {
        std::string text = contacts_load(60, "", k_heavy);
        const std::string sequential = "\"sequential\"";
        return text.replace(text.find(sequential), sequential.size(), pick);
    };
    const Told before = tell(picked(R"("uniform")"));
    CHECK(before.failed > 0);
    CHECK_THAT(before.any("fewer-keys"), Catch::Contains("touch fewer parents"));
    CHECK(tell(picked(R"("grouped")")).failed < before.failed);
}

TEST_CASE_METHOD(Advised, "shorter-transactions: nobody waits for longer than a chunk takes") {
    const std::string two = R"(, "inFlight": 2)";
    const Told before = tell(contacts_load(4, two, profile("slow.json", 15)));
    CHECK(before.failed > 0);
    CHECK_THAT(before.first("shorter-transactions"), Catch::Contains("less automation"));
    CHECK_THAT(before.first("shorter-transactions"), Catch::Contains("would likely shorten that"));
    CHECK(tell(contacts_load(4, two, profile("fast.json", 1))).failed == 0);
}

TEST_CASE_METHOD(Advised, "against a foreign writer helps what is about that writer") {
    const auto with = [&](const std::string& more, const std::string& hold, const char* at = "1s") {
        return contacts_load(
            4,
            R"(, "inFlight": 1)" + more,
            R"("profile": "lean", "foreignWriters": [{"name": "Ann", "kind": "user", "object":
            "Account", "where": "Name = 'Account 3'", "at": ")" +
                std::string{at} + R"(", "hold": ")" + hold + R"("}],)"
        );
    };
    const Told before = tell(with("", "60s"));
    CHECK(before.failed > 0);
    std::vector<std::string> kinds;
    for (const Json& advice : before.json["explained"][0]["avoidedBy"])
        kinds.push_back(advice["kind"]);
    CHECK(kinds == std::vector<std::string>{"other-time", "retry", "shorter-transactions"});
    CHECK(tell(with("", "60s", "2h")).failed == 0);
    CHECK(tell(with(R"(, "retry": {"times": 2, "delay": "60s"})", "60s")).failed == 0);
    CHECK(tell(with("", "3s")).failed == 0);
}

TEST_CASE_METHOD(Advised, "same-lock-order: nobody waits in a circle") {
    const auto with = [&](const std::string& keys) {
        std::string writers;
        for (const char* name : {"one", "two"}) {
            writers += (writers.empty() ? R"({"name": ")" : R"(, {"name": ")") + std::string{name} +
                       R"(", "kind": "integration", "object": "Account", "every": "1s",
                       "records": 4, "hold": "1s", "keys": ")" +
                       keys + R"("})";
        }
        return contacts_load(
            4,
            R"(, "interval": {"mean": "1s"})",
            R"("profile": "lean", "foreignWriters": [)" + writers + "],"
        );
    };
    const Told before = tell(with("unordered"));
    CHECK(before.deadlocks() > 0);
    CHECK_THAT(before.any("same-lock-order"), Catch::Contains("in the same order"));
    CHECK(tell(with("ordered")).deadlocks() == 0);
}

TEST_CASE_METHOD(Advised, "join-duplicates: one row for each unique value, or one after another") {
    const std::string org =
        profile("slow.json", 15) + rules("unique.json", R"("unique-values": true)");
    const auto load = [&](int rows, const std::string& more) {
        std::string csv = "LastName,External_ID__c\n";
        for (int row = 0; row < rows; ++row) csv += "C,E-" + std::to_string(row % 40) + "\n";
        folder.write("contacts.csv", csv);
        return R"({"name": "doubled", "seed": 3, "schema": ")" + schema_path() + R"(", )" + org +
               R"("sources": {"contacts": {"object": "Contact", "file": "contacts.csv"}},
        "load": {"source": "contacts", "operation": "upsert", "externalId": "External_ID__c",
                 "batchRows": 20)" +
               more + R"(}, "strategies": [{"name": "a"}]})";
    };
    const Told before = tell(load(80, ""));
    CHECK(before.failed > 0);
    CHECK(before.best_kind() == "join-duplicates");
    CHECK(tell(load(40, "")).failed == 0);
    CHECK(tell(load(80, R"(, "inFlight": 1)")).failed == 0);
}

}  // namespace
}  // namespace rowlock
