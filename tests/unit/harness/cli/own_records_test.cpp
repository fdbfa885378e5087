// Loads whose records no condition finds: their rows, their replay's journal or their jobs tell
// them from others'.
#include "mockorg/schema/schema_loader.hpp"
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

/// Contacts of external ids X-0, X-1, ...
std::string contacts(std::size_t count) {
    std::string csv = "External_ID__c,LastName\n";
    for (std::size_t i = 0; i < count; ++i) csv += "X-" + std::to_string(i) + ",Smith\n";
    return csv;
}

/// An org, and somebody who is not the load.
class Place {
public:
    explicit Place(OrgConfig config = test::external_id_org())
        : server(ClockMode::Kind::virtual_, std::move(config)) {}

    void others(const std::string& csv) {
        const std::string name = "others" + std::to_string(++made_);
        const SentRows rows{folder, name, csv, {SentAs::csv, "insert"}};
        REQUIRE(Answered::of(server, rows.replay()).code == 0);
    }

    Words take_baseline() const {
        const std::string path = folder.path("base.json");
        const test::ProgramResult taken = test::run_program(test::against(
            server,
            {"baseline", "--object", "Contact", "--without", "SystemModstamp", "--out", path}
        ));
        INFO(taken.err);
        REQUIRE(taken.code == 0);
        return {"--baseline", path};
    }

    std::uint64_t left(const std::string& where = "Id != null") const {
        return test::records_with(server, "Contact", where);
    }

    Folder folder;
    LiveServer server;

private:
    int made_ = 0;
};

Json check_named(const Answered& proof, const std::string& name) {
    for (const Json& check : proof.json["checks"]) {
        if (check["check"] == name) return check;
    }
    return {};
}

TEST_CASE("a proof that nothing else was touched knows the load's own records by its rows") {
    Place place;
    place.others("LastName\nJones\n");
    const Words baseline = place.take_baseline();
    const SentRows rows{place.folder, "rows", contacts(20), {SentAs::csv, "upsert"}};
    REQUIRE(Answered::of(place.server, rows.replay()).code == 0);
    const Words verify = Words{"verify"} + rows.load() + baseline;
    const Answered proof = Answered::of(place.server, verify);
    INFO(proof.json.dump());
    CHECK(proof.code == 0);
    CHECK(check_named(proof, "unchanged")["status"] == "passed");

    // Neither another external id nor none is one of the rows'.
    place.others("External_ID__c,LastName\nY-1,Smith\n,Smith\n");
    const Answered touched = Answered::of(place.server, verify);
    CHECK(touched.code == 1);
    CHECK(check_named(touched, "unchanged")["faults"] == 2);
}

TEST_CASE("a row without a key does not make others' records without one the load's") {
    Place place;
    const Words baseline = place.take_baseline();
    const SentRows rows{place.folder, "rows", contacts(3) + ",Smith\n", {SentAs::csv, "insert"}};
    REQUIRE(Answered::of(place.server, rows.replay()).code == 0);
    place.others("LastName\nJones\n");
    const Answered proof = Answered::of(
        place.server, Words{"verify"} + rows.load() + baseline + Words{"--key", "External_ID__c"}
    );
    CHECK(check_named(proof, "unchanged")["faults"] == 2);
}

TEST_CASE("that the records of a CSV file are gone is proven by its rows") {
    Place place;
    place.others("LastName\nSmith\n");
    const SentRows rows{place.folder, "rows", contacts(5), {SentAs::csv, "upsert"}};
    const Words verify = Words{"verify"} + rows.load() + Words{"--gone"};
    CHECK(Answered::of(place.server, verify).code == 0);
    REQUIRE(Answered::of(place.server, rows.replay()).code == 0);
    const Answered there = Answered::of(place.server, verify);
    CHECK(there.code == 1);
    CHECK(check_named(there, "count")["faults"] == 5);
}

TEST_CASE("a clean-up deletes what a CSV file loaded, by its external ids, and nothing else") {
    Place place;
    place.others("External_ID__c,LastName\nY-1,Smith\n,Smith\n");
    const Words baseline = place.take_baseline();
    const SentRows rows{place.folder, "rows", contacts(20), {SentAs::csv, "upsert"}};
    REQUIRE(Answered::of(place.server, rows.replay()).code == 0);
    const Words cleanup = Words{"cleanup"} + rows.kind_of_load();
    const Answered plan = Answered::of(place.server, cleanup);
    CHECK(plan.code == 0);
    CHECK(plan.json["found"] == 20);
    CHECK(plan.json["objects"][0]["where"] == "");
    CHECK_THAT(plan.err, Catch::Contains("--baseline refuses to delete those"));
    CHECK(place.left() == 22);

    const Words hard = cleanup + baseline + Words{"--yes", "--hard"};
    const Answered done = Answered::of(place.server, hard);
    CHECK(done.code == 0);
    CHECK(done.json["deleted"] == 20);
    CHECK(done.json["inRecycleBin"] == 0);
    CHECK(place.left() == 2);
    const Words verify = Words{"verify"} + rows.load() + Words{"--gone"} + baseline;
    CHECK(Answered::of(place.server, verify).code == 0);
}

TEST_CASE("records of a CSV file's external ids that a baseline had are not deleted") {
    Place place;
    place.others("External_ID__c,LastName\nX-3,Jones\n");
    const Words baseline = place.take_baseline();
    const SentRows rows{place.folder, "rows", contacts(5), {SentAs::csv, "upsert"}};
    const Words journal{"--journal", place.folder.path("journal")};
    REQUIRE(Answered::of(place.server, rows.replay() + journal).code == 0);
    const Words cleanup = Words{"cleanup"} + rows.kind_of_load() + Words{"--batch-size", "10000"} +
                          baseline + Words{"--yes"};
    const test::ProgramResult refused = test::run_program(test::against(place.server, cleanup));
    CHECK(refused.code == 2);
    CHECK_THAT(refused.err, Catch::Contains("1 record of Contact that were there"));
    CHECK(place.left() == 5);

    // What was created, and not what was only changed, the jobs know.
    const Words replayed{"--replay-journal", journal[1]};
    const Answered done = Answered::of(place.server, cleanup + replayed);
    CHECK(done.code == 0);
    CHECK(done.json["deleted"] == 4);
    CHECK(done.json["inRecycleBin"] == 4);
    CHECK_THAT(done.json["leftAlone"].dump(), Catch::Contains("1 row of Contact changed"));
    CHECK(place.left("External_ID__c = 'X-3'") == 1);
}

TEST_CASE("jobs name what they created, whoever made them") {
    Place place;
    place.others("External_ID__c,LastName\nX-3,Jones\n");
    const SentRows rows{place.folder, "rows", contacts(5), {SentAs::csv, "upsert"}};
    REQUIRE(Answered::of(place.server, rows.replay()).code == 0);
    const Json jobs = test::get_json(place.server, "/services/data/v60.0/jobs/ingest")["records"];
    std::string upserts;
    std::string all;
    for (const Json& job : jobs) {
        const std::string id = job["id"].get<std::string>();
        if (job["operation"] == "upsert") upserts = id;
        all += (all.empty() ? "" : ",") + id;
    }
    const Words cleanup{"cleanup", "--jobs", upserts, "--yes"};
    const Answered done = Answered::of(place.server, cleanup);
    CHECK(done.code == 0);
    CHECK(done.json["deleted"] == 4);
    CHECK(place.left() == 1);

    const Json later = test::get_json(place.server, "/services/data/v60.0/jobs/ingest")["records"];
    for (const Json& job : later) {
        if (job["operation"] != "delete") continue;
        const test::ProgramResult refused = test::run_program(
            test::against(place.server, {"cleanup", "--jobs", job["id"].get<std::string>()})
        );
        CHECK(refused.code == 2);
        CHECK_THAT(refused.err, Catch::Contains("it created no records"));
    }
    const Words beside{"cleanup", "--jobs", all, "--object", "Account", "--where", "Name = 'x'"};
    CHECK(Answered::of(place.server, beside).json["found"] == 1);
    const Words twice{"cleanup", "--jobs", all, "--object", "Contact", "--where", "Name = 'x'"};
    CHECK(test::run_program(test::against(place.server, twice)).code == 2);
}

TEST_CASE(
    "a replay's journal names what its setup created, and what would go along is not counted twice"
) {
    Place place;
    const std::string load = place.folder.write("load.json", R"({"name": "l",
      "sources": {"accounts": {"object": "Account", "rows": 5, "columns": {"Name": "A{n}"}},
                  "contacts": {"object": "Contact", "rows": 20,
                               "columns": {"LastName": "Smith", "AccountId": {"parent": "accounts"}}}},
      "setup": [{"source": "accounts", "operation": "insert"}],
      "load": {"source": "contacts", "operation": "insert"},
      "strategies": [{"name": "s"}]})");
    const std::string journal = place.folder.path("journal");
    REQUIRE(Answered::of(place.server, {"replay", load, "--journal", journal}).code == 0);
    const auto accounts = test::ids_with(place.server, "Account", "Name = 'A3'");
    REQUIRE(accounts.size() == 1);
    place.others("LastName,AccountId\nJones," + accounts[0] + "\n");
    const Words cleanup{"cleanup", "--load", load, "--replay-journal", journal};
    const Json plan = Answered::of(place.server, cleanup).json;
    CHECK(plan["found"] == 25);
    REQUIRE(plan["vanishing"].size() == 1);
    CHECK(plan["vanishing"][0]["records"] == 1);
    const Answered done = Answered::of(place.server, cleanup + Words{"--yes"});
    CHECK(done.code == 0);
    CHECK(done.json["deleted"] == 25);
    CHECK(test::records_with(place.server, "Account", "Name LIKE 'A%'") == 0);
}

TEST_CASE("a deletion by external ids that was killed goes on where it was") {
    Place place;
    const SentRows rows{place.folder, "rows", contacts(5), {SentAs::csv, "upsert"}};
    REQUIRE(Answered::of(place.server, rows.replay()).code == 0);
    const Words cleanup = Words{"cleanup"} + rows.kind_of_load() +
                          Words{"--yes", "--journal", place.folder.path("journal")};
    REQUIRE(Answered::of(place.server, cleanup).json["deleted"] == 5);
    // The rest of what was loaded, as far as the journal knows.
    REQUIRE(Answered::of(place.server, rows.replay()).code == 0);
    const Answered resumed = Answered::of(place.server, cleanup + Words{"--resume"});
    CHECK(resumed.code == 0);
    CHECK(resumed.json["deletedBefore"] == 5);
    CHECK(resumed.json["deleted"] == 5);
    const SentRows others{place.folder, "rows", contacts(6), {SentAs::csv, "upsert"}};
    CHECK(test::run_program(test::against(place.server, cleanup + Words{"--resume"})).code == 2);
}

TEST_CASE("a clean-up of rows that name nothing says what does") {
    Place place;
    const SentRows rows{place.folder, "rows", "LastName\nSmith\n", {SentAs::csv, "insert"}};
    const Words cleanup = Words{"cleanup"} + rows.kind_of_load();
    const auto refused = [&](const Words& command) {
        const test::ProgramResult result = test::run_program(test::against(place.server, command));
        CHECK(result.code == 2);
        return result.err;
    };
    CHECK_THAT(
        refused(cleanup),
        Catch::Contains("--replay-journal FILE") && Catch::Contains("--jobs ID,ID") &&
            Catch::Contains("--object Contact --where CONDITION")
    );
    CHECK_THAT(
        refused(cleanup + Words{"--object", "Account"}),
        Catch::Contains("--object Account: the rows of ") && Catch::Contains("need a condition")
    );
    CHECK_THAT(
        refused({"cleanup", "--jobs", "750000000000001AAA", "--replay-journal", "x"}),
        Catch::Contains("--load FILE")
    );
    CHECK_THAT(refused({"cleanup"}), Catch::Contains("with --jobs"));
}

TEST_CASE("more records of the rows' external ids than rows are not all the load's") {
    OrgConfig config;
    auto schema = load_schema(
        R"({"objects": [{"name": "Contact", "fields": [
        {"name": "External_ID__c", "label": "E", "type": "string", "length": 80, "externalId": true}
    ]}]})",
        "twice.json"
    );
    REQUIRE(schema);
    config.schema = *schema;
    Place place{std::move(config)};
    const SentRows rows{place.folder, "rows", contacts(2), {SentAs::csv, "upsert"}};
    const Words cleanup = Words{"cleanup"} + rows.kind_of_load();
    place.others(contacts(2));
    CHECK(Answered::of(place.server, cleanup).json["found"] == 2);
    place.others("External_ID__c,LastName\nX-1,Jones\n");
    const test::ProgramResult refused =
        test::run_program(test::against(place.server, cleanup + Words{"--yes"}));
    CHECK(refused.code == 2);
    CHECK_THAT(refused.err, Catch::Contains("3 records, and at most 2 can be the load's"));
    CHECK(place.left() == 3);
}

}  // namespace
}  // namespace rowlock
