// Advice is followed where it was not made for: several partitions, records behind others,
// automation that the load sets off, deletes that take others along.
#include "tests/unit/harness/cli/advised.hpp"

#include <set>

namespace rowlock {
namespace {

using test::Advised;
using test::contacts_load;
using test::k_by_account;
using test::ProgramResult;
using test::run_program;
using test::Told;

/// Contacts of accounts, side by side or in turn, in two partitions.
std::string parted_load(const char* pick, const std::string& load, const std::string& org) {
    return R"({"name": "parted", "seed": 3, )" + org + R"(
        "sources": {
            "accounts": {"object": "Account", "rows": 5, "columns": {"Name": "Account {n}"}},
            "contacts": {"object": "Contact", "rows": 100, "columns": {
                "LastName": "C-{n}", "AccountId": {"parent": "accounts", "pick": ")" +
           pick + R"("}}}},
        "setup": [{"source": "accounts", "operation": "insert"}],
        "load": {"source": "contacts", "operation": "insert")" +
           load + R"(}, "strategies": [{"name": "a"}]})";
}

TEST_CASE_METHOD(Advised, "order-rows: a seam of partitions is seen, and joined") {
    const std::string slow = profile("slow.json", 15);
    const std::string two = R"(, "batchRows": 50, "partitions": 2)";
    const bool ordered = GENERATE(false, true);
    const Told before = tell(parted_load("grouped", (ordered ? k_by_account : "") + two, slow));
    CHECK(before.failed == 50);
    CHECK(before.best_kind() == "order-rows");
    CHECK_THAT(before.first("order-rows"), Catch::Contains(R"("partitions": 1, "order")"));
    const std::string one = k_by_account + R"(, "batchRows": 50, "partitions": 1)";
    CHECK(tell(parted_load("grouped", one, slow)).failed == 0);
}

TEST_CASE_METHOD(Advised, "order-rows: partitions stay where they part no value") {
    const std::string slow = profile("slow.json", 15);
    const std::string five = R"(, "batchRows": 20, "partitions": 5)";
    const Told before = tell(parted_load("sequential", five, slow));
    CHECK(before.failed > 0);
    CHECK_THAT(before.first("order-rows"), !Catch::Contains("partition"));
    CHECK(tell(parted_load("sequential", k_by_account + five, slow)).failed == 0);
}

/// Completed tasks of contacts of accounts, in batches of twenty.
std::string tasks_load(int accounts, const char* pick, const std::string& more) {
    return R"({"name": "tasks", "seed": 3, )" + more + R"(
        "sources": {
            "accounts": {"object": "Account", "rows": )" +
           std::to_string(accounts) + R"(, "columns": {"Name": "Account {n}"}},
            "contacts": {"object": "Contact", "rows": 200, "columns": {
                "LastName": "C-{n}", "AccountId": {"parent": "accounts", "pick": ")" +
           pick + R"("}}},
            "tasks": {"object": "Task", "rows": 200, "columns": {
                "Subject": "x", "Status": "Completed", "ActivityDate": "2026-01-01",
                "WhoId": {"parent": "contacts", "pick": "sequential"}}}},
        "setup": [{"source": "accounts", "operation": "insert"},
                  {"source": "contacts", "operation": "insert", "batchRows": 200}],
        "load": {"source": "tasks", "operation": "insert", "batchRows": 20},
        "strategies": [{"name": "a"}]})";
}

TEST_CASE_METHOD(
    Advised, "order-rows: tasks go by the account behind their contact, not by WhoId"
) {
    const std::string slow = profile("slow.json", 15);
    const Told before = tell(tasks_load(10, "sequential", slow));
    CHECK(before.failed > 0);
    for (const Json& failure : before.json["explained"])
        for (const Json& advice : failure["avoidedBy"])
            CHECK_THAT(advice["text"].get<std::string>(), !Catch::Contains("by WhoId"));
    const std::string order = before.any("order-rows");
    CHECK_THAT(order, Catch::StartsWith("if no more than 20 rows lead to one Account"));
    CHECK_THAT(order, Catch::Contains("what is behind Who.Account"));
    // Twenty tasks of each account: the contacts, and so the tasks, in the order of accounts.
    CHECK(tell(tasks_load(10, "grouped", slow)).failed == 0);
}

/// Updates of opportunities of so many accounts, each followed by an update of its account.
std::string automated_load(int accounts, const std::string& load) {
    return R"({"name": "automated", "seed": 1, "profile": "typical",
        "foreignWriters": [{"name": "future", "kind": "automation", "object": "Opportunity",
            "after": ["update"], "updates": "Account", "when": "async", "delay": "2s",
            "hold": "14s"}],
        "sources": {
            "accounts": {"object": "Account", "rows": )" +
           std::to_string(accounts) + R"(, "columns": {"Name": "Account {n}"}},
            "deals": {"object": "Opportunity", "rows": 2400, "columns": {
                "Name": "o", "StageName": "x", "CloseDate": "2026-01-01",
                "AccountId": {"parent": "accounts", "pick": "grouped"}}},
            "changes": {"object": "Opportunity", "rows": 2400, "columns": {
                "Id": {"parent": "deals", "pick": "sequential"}, "StageName": "y"}}},
        "setup": [{"source": "accounts", "operation": "insert"},
                  {"source": "deals", "operation": "insert"}],
        "lockRules": "on.json",
        "load": {"source": "changes", "operation": "update", )" +
           load + R"(}, "strategies": [{"name": "a"}]})";
}

TEST_CASE_METHOD(Advised, "automation that the load sets off: the cures of its story help") {
    rules("on.json", R"("unchanged-parent": true)");
    const std::string large = R"("batchRows": 600, "inFlight": 2)";
    const Told before = tell(automated_load(1, large));
    CHECK(before.failed > 0);
    bool is_told = false;
    for (const Json& failure : before.json["explained"]) {
        if (failure["holder"].get<std::string>().find("future") == std::string::npos) continue;
        is_told = true;
        CHECK(failure["avoidedBy"][0]["kind"] == "controlled-feed");
        for (const Json& advice : failure["avoidedBy"]) CHECK(advice["kind"] != "other-time");
    }
    CHECK(is_told);
    CHECK_THAT(before.any("controlled-feed"), Catch::Contains("send 200 rows at a time"));
    const std::string serial = R"("batchRows": 200, "inFlight": 1, "interval": "60s")";
    CHECK(tell(automated_load(1, serial)).failed == 0);
    CHECK_THAT(before.any("spread"), Catch::Contains("lead to Account"));
    CHECK(tell(automated_load(240, large)).failed < before.failed);
}

TEST_CASE_METHOD(
    Advised, "the fixture of automation: small serial batches and spreading are told"
) {
    const std::string load = "fixtures/loads/future-updates.json";
    const ProgramResult explained = run_program({"explain", load, "--top", "20", "--json"});
    REQUIRE(explained.code == 0);
    const Told told{*parse_json(explained.out), 0};
    CHECK_THAT(told.any("controlled-feed"), Catch::Contains("\"batchRows\": 200, \"inFlight\": 1"));
    CHECK_THAT(told.any("spread"), Catch::Contains("spread the Opportunity records"));
    std::set<std::string> waiters;
    for (const Json& failure : told.json["explained"])
        waiters.insert(
            failure["waiter"].get<std::string>().find("foreign writer") == std::string::npos
                ? "load"
                : "automation"
        );
    CHECK(waiters.size() == 2);
    const ProgramResult rehearsed = run_program({"rehearse", load, "--json"});
    for (const Json& strategy : (*parse_json(rehearsed.out))["strategies"]) {
        const bool is_cure = strategy["name"] != "large batches";
        CHECK((strategy["rows"]["failed"] == 0) == is_cure);
    }
}

/// Accounts are deleted, with contacts and their places in one campaign.
std::string deletes_load(const std::string& load, const std::string& org) {
    return R"({"name": "deletes", "seed": 3, )" + org + R"(
        "sources": {
            "accounts": {"object": "Account", "rows": 40, "columns": {"Name": "Account {n}"}},
            "campaigns": {"object": "Campaign", "rows": 1, "columns": {"Name": "C"}},
            "contacts": {"object": "Contact", "rows": 40, "columns": {
                "LastName": "C-{n}", "AccountId": {"parent": "accounts", "pick": "sequential"}}},
            "members": {"object": "CampaignMember", "rows": 40, "columns": {
                "ContactId": {"parent": "contacts", "pick": "sequential"},
                "CampaignId": {"parent": "campaigns"}}},
            "gone": {"object": "Account", "rows": 40, "columns": {
                "Id": {"parent": "accounts", "pick": "sequential"}}}},
        "setup": [{"source": "accounts", "operation": "insert"},
                  {"source": "contacts", "operation": "insert"},
                  {"source": "campaigns", "operation": "insert"},
                  {"source": "members", "operation": "insert"}],
        "load": {"source": "gone", "operation": "delete", "batchRows": 10)" +
           load + R"(}, "strategies": [{"name": "a"}]})";
}

TEST_CASE_METHOD(Advised, "deletes that take others along: one batch at a time, and no plan") {
    const std::string slow = profile("slow.json", 15);
    const Told before = tell(deletes_load("", slow));
    CHECK(before.failed > 0);
    CHECK(before.any("order-rows").empty());
    const std::string lane = before.any("controlled-feed");
    CHECK_THAT(lane, Catch::Contains("one batch at a time") && !Catch::Contains("rowlock plan"));
    CHECK_THAT(
        before.json["explained"][0]["explanation"].get<std::string>(),
        Catch::Contains("for a CampaignMember that goes along with its own")
    );
    CHECK(tell(deletes_load(R"(, "inFlight": 1)", slow)).failed == 0);
}

TEST_CASE_METHOD(Advised, "where no order helps that is said, and one batch at a time does") {
    const std::string slow = profile("slow.json", 15);
    // Fifty rows of each account, in batches of twenty: whatever the order, some are parted.
    const auto load = [&](const std::string& more) { return tell(contacts_load(2, more, slow)); };
    const Told before = load(R"(, "order": {"by": "AccountId"}, "inFlight": 3)");
    CHECK(before.failed > 0);
    CHECK(before.any("order-rows").empty());
    CHECK_FALSE(before.any("controlled-feed").empty());
    CHECK(load(R"(, "order": {"by": "AccountId"}, "inFlight": 1)").failed == 0);
}

}  // namespace
}  // namespace rowlock
