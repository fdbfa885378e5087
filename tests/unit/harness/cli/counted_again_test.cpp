// Loads of several forms, looked at again by the commands that tell whether their rows arrived.
#include "tests/support/test.hpp"
#include "tests/unit/harness/cli/sent_rows.hpp"
#include "tests/unit/harness/count/tagged_world.hpp"

namespace rowlock {
namespace {

using test::Answered;
using test::Folder;
using test::LiveServer;
using test::SentAs;
using test::SentRows;
using test::Words;
using test::operator+;

test::ProgramResult told(const LiveServer& server, const Words& command) {
    return test::run_program(
        command + Words{"--target", server.url(), "--token", LiveServer::k_token}
    );
}

/// Contacts of external ids X-0, X-1, ...
std::string contacts(std::size_t count) {
    std::string csv = "External_ID__c,LastName\n";
    for (std::size_t i = 0; i < count; ++i) csv += "X-" + std::to_string(i) + ",Smith\n";
    return csv;
}

Json count_check(const Answered& proof) {
    for (const Json& check : proof.json["checks"]) {
        if (check["check"] == "count") return check;
    }
    return {};
}

/// Takes away the record of X-3, and makes one of no row.
void swap_record(const LiveServer& server, const Folder& folder) {
    test::delete_ids(
        server, folder, "Contact", test::ids_with(server, "Contact", "External_ID__c = 'X-3'")
    );
    const SentRows stranger{
        folder, "stranger", "External_ID__c,LastName\nF-1,Smith\n", {SentAs::csv, "insert"}};
    REQUIRE(Answered::of(server, stranger.replay()).code == 0);
}

TEST_CASE("a plan that REST sends in smaller batches is counted by its journal to the last row") {
    const LiveServer server{ClockMode::Kind::virtual_, test::external_id_org()};
    const Folder folder;
    const SentRows rows{folder, "rows", contacts(900), {SentAs::plan, "upsert", 400}};
    const Words journal{"--journal", folder.path("journal")};
    const Words by_rest{"--api", "rest"};
    REQUIRE(Answered::of(server, rows.replay() + journal + by_rest).code == 0);
    const Answered counted = Answered::of(server, Words{"count"} + rows.load() + journal + by_rest);
    CHECK(counted.code == 0);
    CHECK(counted.json["rows"]["created"] == 900);
    CHECK(counted.json["rows"]["unknown"] == 0);

    const test::ProgramResult otherwise = told(server, Words{"count"} + rows.load() + journal);
    CHECK(otherwise.code == 2);
    CHECK_THAT(otherwise.err, Catch::Contains("--api"));
}

TEST_CASE("that a load's records are gone is not taken for granted") {
    const LiveServer server{ClockMode::Kind::virtual_, test::external_id_org()};
    const Folder folder;
    const SentRows made{folder, "made", contacts(5), {SentAs::csv, "insert"}};
    REQUIRE(Answered::of(server, made.replay()).code == 0);
    std::string ids = "Id\n";
    std::string changes = "Id,LastName\n";
    for (const std::string& id : test::ids_with(server, "Contact", "LastName = 'Smith'")) {
        ids += id + '\n';
        changes += id + ",Jones\n";
    }
    for (const SentAs as : {SentAs::load_file, SentAs::plan, SentAs::csv}) {
        const SentRows deletes{folder, "deletes", ids, {as, "delete"}};
        const Answered there =
            Answered::of(server, Words{"verify"} + deletes.load() + Words{"--gone"});
        CHECK(there.code == 1);
        CHECK(count_check(there)["faults"] == 5);
        const SentRows updates{folder, "updates", changes, {as, "update"}};
        const Answered never =
            Answered::of(server, Words{"verify"} + updates.load() + Words{"--gone"});
        CHECK(never.code == 1);
        CHECK(count_check(never)["status"] == "notPossible");
    }
    const SentRows deletes{folder, "deletes", ids, {SentAs::csv, "delete"}};
    const Answered sent = Answered::of(server, deletes.replay());
    CHECK(sent.json["rows"]["deleted"] == 5);
    CHECK(sent.json["rows"]["updated"] == 0);
    CHECK(Answered::of(server, Words{"verify"} + deletes.load() + Words{"--gone"}).code == 0);
}

TEST_CASE("rows that are inserted are known by their external id, and not by their number") {
    const LiveServer server{ClockMode::Kind::virtual_, test::external_id_org()};
    const Folder folder;
    const SentRows rows{folder, "rows", contacts(20), {SentAs::plan, "insert"}};
    const Words journal{"--journal", folder.path("journal")};
    REQUIRE(Answered::of(server, rows.replay() + journal).code == 0);
    swap_record(server, folder);
    const Words where{"--where", "LastName = 'Smith'"};
    const Json counted =
        Answered::of(server, Words{"count"} + rows.load() + where).json["comparison"];
    CHECK(counted["missingSample"] == Json::array({"X-3"}));
    CHECK(counted["extraSample"] == Json::array({"F-1"}));

    const Answered proof = Answered::of(server, Words{"verify"} + rows.load() + where);
    CHECK(proof.code == 1);
    CHECK(count_check(proof)["compared"] == "rowsByKey");
    CHECK(count_check(proof)["faults"] == 2);

    const test::ProgramResult named = told(server, Words{"count"} + rows.load() + journal);
    CHECK_THAT(named.out, Catch::Contains("1 row succeeded and has no record, for instance X-3 ("));
}

TEST_CASE("a key names what the rows of a load without a schema are known by") {
    const LiveServer server{ClockMode::Kind::virtual_, test::external_id_org()};
    const Folder folder;
    const SentRows rows{folder, "rows", contacts(20), {SentAs::csv, "insert"}};
    REQUIRE(Answered::of(server, rows.replay()).code == 0);
    swap_record(server, folder);
    const Words command = Words{"verify"} + rows.load() + Words{"--where", "LastName = 'Smith'"};
    const Answered numbers = Answered::of(server, command);
    CHECK(numbers.code == 0);
    CHECK(count_check(numbers)["compared"] == "recordNumber");
    const Answered keyed =
        Answered::of(server, command + Words{"--key", "External_ID__c", "--api", "bulk1"});
    CHECK(keyed.code == 1);
    CHECK(count_check(keyed)["faults"] == 2);
    CHECK(told(server, command + Words{"--key", "Nothing__c"}).code == 2);
    CHECK(told(server, command + Words{"--api", "soap"}).code == 2);
}

TEST_CASE("rows without a record can be loaded as they were, whatever their encoding") {
    const LiveServer server{ClockMode::Kind::virtual_, test::external_id_org()};
    const Folder folder;
    const std::string latin = "External_ID__c,LastName\nX-1,M\xFCller\nX-2,M\xFCller\n";
    const Words options{
        "--object", "Contact", "--operation", "insert", "--encoding", "windows-1252"};
    const std::string file = folder.write("rows.csv", latin);
    REQUIRE(Answered::of(server, Words{"replay", file} + options).code == 0);
    test::delete_ids(
        server, folder, "Contact", test::ids_with(server, "Contact", "External_ID__c = 'X-2'")
    );
    const Words found{"--key", "External_ID__c", "--out", folder.path("found")};
    CHECK(Answered::of(server, Words{"count", "--load", file} + options + found).code == 1);
    const Words again{"replay", folder.path("found/missing.csv")};
    REQUIRE(Answered::of(server, again + options).code == 0);
    CHECK(test::records_with(server, "Contact", "LastName = 'M\xC3\xBCller'") == 2);
}

TEST_CASE("rows of parents that the load itself makes are written so that they find them again") {
    const std::string by = GENERATE(R"("upsert", "externalId": "External_ID__c")", R"("insert")");
    const bool upserts = by != R"("insert")";
    const LiveServer server{ClockMode::Kind::virtual_, test::external_id_org()};
    const Folder folder;
    const std::string load = folder.write(
        "load.json",
        R"({"name": "l",
      "sources": {"accounts": {"object": "Account", "rows": 5,
                               "columns": {"External_ID__c": "A{n}", "Name": "A, {n}"}},
                  "contacts": {"object": "Contact", "rows": 20,
                               "columns": {"External_ID__c": "X-{n}", "LastName": "Smith",
                                           "AccountId": {"parent": "accounts"}}}},
      "setup": [{"source": "accounts", "operation": )" +
            by + R"(}],
      "load": {"source": "contacts", "operation": "upsert", "externalId": "External_ID__c"},
      "strategies": [{"name": "s"}]})"
    );
    REQUIRE(Answered::of(server, {"replay", load}).code == 0);
    const auto gone = test::ids_with(server, "Contact", "External_ID__c IN ('X-3', 'X-7')");
    const auto parents = [&] {
        return test::records_with(server, "Contact", "Account.External_ID__c LIKE 'A%'");
    };
    REQUIRE(parents() == 20);
    test::delete_ids(server, folder, "Contact", gone);
    const test::ProgramResult counted =
        told(server, {"count", "--load", load, "--out", folder.path("found")});
    CHECK(counted.code == 1);
    const bool noted = counted.err.find("AccountId is empty in missing.csv") != std::string::npos;
    CHECK(noted != upserts);
    const Words again{
        "replay",
        folder.path("found/missing.csv"),
        "--object",
        "Contact",
        "--operation",
        "upsert",
        "--external-id",
        "External_ID__c"};
    REQUIRE(Answered::of(server, again).code == 0);
    CHECK(test::records_with(server, "Contact", "LastName = 'Smith'") == 20);
    CHECK(parents() == (upserts ? 20 : 18));
}

TEST_CASE("an object that the rows are not of is refused") {
    const LiveServer server{ClockMode::Kind::virtual_, test::external_id_org()};
    const Folder folder;
    const SentRows rows{folder, "rows", contacts(5), {SentAs::plan, "upsert"}};
    for (const char* command : {"count", "verify"}) {
        const auto refused =
            told(server, Words{command} + rows.load() + Words{"--object", "Account"});
        CHECK(refused.code == 2);
        CHECK_THAT(refused.err, Catch::Contains("--object Account: the rows of "));
        CHECK(told(server, Words{command} + rows.load() + Words{"--object", "contact"}).code == 1);
    }
}

TEST_CASE("a plan tells a clean-up what its condition is about") {
    const LiveServer server{ClockMode::Kind::virtual_, test::external_id_org()};
    const Folder folder;
    const SentRows rows{folder, "rows", contacts(5), {SentAs::plan, "upsert"}};
    REQUIRE(Answered::of(server, rows.replay()).code == 0);
    const Words where{"--where", "External_ID__c LIKE 'X-%'"};
    const Answered cleaned =
        Answered::of(server, Words{"cleanup"} + rows.kind_of_load() + where + Words{"--yes"});
    CHECK(cleaned.code == 0);
    CHECK(cleaned.json["deleted"] == 5);
}

TEST_CASE("rows that name their records need no condition beside their report") {
    const LiveServer server{ClockMode::Kind::virtual_, test::external_id_org()};
    const Folder folder;
    // It is not counted.
    const SentRows other{folder, "other", "LastName\nJones\n", {SentAs::csv, "insert"}};
    REQUIRE(Answered::of(server, other.replay()).code == 0);
    const SentRows rows{folder, "rows", contacts(5), {SentAs::csv, "upsert"}};
    const Words report{"--report", folder.path("report.json")};
    REQUIRE(Answered::of(server, rows.replay() + report).code == 0);
    const Words command = Words{"count"} + rows.load() + report;
    CHECK(Answered::of(server, command).code == 0);
    test::delete_ids(
        server, folder, "Contact", test::ids_with(server, "Contact", "External_ID__c = 'X-3'")
    );
    CHECK(
        Answered::of(server, command).json["comparison"]["missingSample"] == Json::array({"X-3"})
    );
}

TEST_CASE("an object that the org does not have is told from those it has") {
    const LiveServer server{ClockMode::Kind::virtual_, test::external_id_org()};
    const char* const sentence = "the org has no object Contct; did you mean \"Contact\"?";
    for (const Words& command :
         {Words{"count", "--object", "Contct"},
          Words{"count", "--object", "Contct", "--key", "LastName"},
          Words{"verify", "--object", "Contct"},
          Words{"verify", "--expect", "Contct=1"},
          Words{"cleanup", "--object", "Contct", "--where", "LastName = 'x'"}}) {
        INFO(command[0]);
        const test::ProgramResult refused = told(server, command);
        CHECK(refused.code == 2);
        CHECK_THAT(refused.err, Catch::Contains(sentence));
    }
}

TEST_CASE("what an org refuses because of what was written is told as that") {
    const LiveServer server{ClockMode::Kind::virtual_, test::external_id_org()};
    const Folder folder;
    for (const Words& command :
         {Words{"count", "--object", "Contact", "--where", "LastNam = 'x'"},
          Words{"verify", "--expect", "Contact:LastNam = 'x'=1"},
          Words{"cleanup", "--object", "Contact", "--where", "LastNam = 'x'"}}) {
        INFO(command[0]);
        const test::ProgramResult refused = told(server, command);
        CHECK(refused.code == 2);
        CHECK_THAT(
            refused.err,
            Catch::StartsWith(
                "error: query SELECT COUNT() FROM Contact WHERE (LastNam = 'x') answered 400 "
                "INVALID_FIELD: No such column 'LastNam'"
            ) && !Catch::Contains("^")
        );
    }
    CHECK(told(server, {"count", "--object", "Contact", "--where", "LastName LIKE"}).code == 2);
    const std::string rows = folder.write("rows.csv", "Name\nx\n");
    const Words unknown{"replay", rows, "--object", "Nothing", "--operation", "insert"};
    const test::ProgramResult refused = told(server, unknown);
    CHECK(refused.code == 2);
    CHECK_THAT(refused.err, Catch::Contains("INVALIDENTITY: Entity 'Nothing' is not supported"));
}

TEST_CASE("a deletion is reported as one") {
    const LiveServer server{ClockMode::Kind::virtual_, test::external_id_org()};
    const Folder folder;
    const SentRows made{folder, "made", contacts(3), {SentAs::csv, "insert"}};
    REQUIRE(Answered::of(server, made.replay()).code == 0);
    std::string ids = "Id\n";
    for (const std::string& id : test::ids_with(server, "Contact", "LastName = 'Smith'"))
        ids += id + '\n';
    const SentRows deletes{folder, "deletes", ids, {SentAs::csv, "delete"}};
    const std::string report = folder.path("report.json");
    const test::ProgramResult sent = told(server, deletes.replay() + Words{"--report", report});
    CHECK_THAT(
        sent.out, Catch::Contains("  deleted                  3") && !Catch::Contains("updated")
    );
    const test::ProgramResult counted =
        told(server, {"count", "--report", report, "--where", "LastName = 'Smith'"});
    CHECK(counted.code == 0);
    CHECK_THAT(counted.out, Catch::Contains("submitted 3 = deleted 3 + failed 0"));
}

}  // namespace
}  // namespace rowlock
