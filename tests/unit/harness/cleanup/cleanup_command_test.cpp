#include "harness/cleanup/cleanup_command.hpp"

#include "harness/verify/baseline_file.hpp"
#include "mockorg/base/random.hpp"
#include "mockorg/base/record_id.hpp"
#include "tests/support/json_schema.hpp"
#include "tests/support/test.hpp"
#include "tests/unit/harness/count/tagged_world.hpp"

#include <csignal>
#include <fstream>
#include <thread>

namespace rowlock {
namespace {

using test::Folder;
using test::LiveServer;
using test::Printed;

CleanupOptions options_for(
    const LiveServer& server, std::vector<std::string> objects, std::vector<std::string> conditions
) {
    CleanupOptions options;
    options.target = test::target_of(server);
    options.objects = std::move(objects);
    options.conditions = std::move(conditions);
    options.json = true;
    return options;
}

Json checked(const Printed& printed) {
    INFO(printed.out << printed.err);
    Json json = printed.json();
    CHECK(test::JsonSchema{"docs/cleanup.schema.json"}.fault_of(json) == "");
    return json;
}

/// Inserts CSV rows and gives the ids in their order.
std::vector<std::string> insert(
    const LiveServer& server,
    const Folder& folder,
    const std::string& object,
    const std::string& csv,
    const std::string& where
) {
    const std::string load =
        test::write_load(folder, "insert", object, csv, R"("operation": "insert")");
    REQUIRE(test::send_rows(server, load).code == 0);
    return test::ids_with(server, object, where);
}

/// Accounts `TAG-n`, and contacts and opportunities of theirs.
void make_family(
    const LiveServer& server, const Folder& folder, const std::string& tag, Random random
) {
    std::string accounts = "Name\n";
    const std::size_t families = 1 + random.below(4);
    for (std::size_t i = 0; i < families; ++i) accounts += tag + "-" + std::to_string(i) + '\n';
    const auto ids = insert(server, folder, "Account", accounts, "Name LIKE '" + tag + "-%'");
    std::string contacts = "LastName,AccountId\n";
    std::string opportunities = "Name,StageName,CloseDate,AccountId\n";
    for (std::size_t i = 0; i <= random.below(9); ++i)
        contacts += tag + "-" + std::to_string(i) + ',' + ids[random.below(ids.size())] + '\n';
    for (std::size_t i = 0; i <= random.below(9); ++i) {
        opportunities += tag + "-" + std::to_string(i) + ",Prospecting,2026-05-01," +
                         ids[random.below(ids.size())] + '\n';
    }
    insert(server, folder, "Contact", contacts, "LastName LIKE '" + tag + "-%'");
    insert(server, folder, "Opportunity", opportunities, "Name LIKE '" + tag + "-%'");
}

std::uint64_t family_records(const LiveServer& server, const std::string& tag) {
    return test::records_with(server, "Account", "Name LIKE '" + tag + "-%'") +
           test::records_with(server, "Contact", "LastName LIKE '" + tag + "-%'") +
           test::records_with(server, "Opportunity", "Name LIKE '" + tag + "-%'");
}

CleanupOptions family_options(const LiveServer& server, const std::string& tag) {
    return options_for(
        server,
        {"Account", "Contact", "Opportunity"},
        {"Name LIKE '" + tag + "-%'", "LastName LIKE '" + tag + "-%'", "Name LIKE '" + tag + "-%'"}
    );
}

TEST_CASE("of 100 random worlds, each goes whole and the next one stays whole") {
    const LiveServer server{ClockMode::Kind::manual, test::external_id_org()};
    for (std::uint64_t number = 0; number < 100; ++number) {
        const Folder folder;
        const Random random = Random{11}.split(number);
        const std::string tag = "w" + std::to_string(number);
        make_family(server, folder, tag, random.split("tag"));
        make_family(server, folder, "other" + tag, random.split("other"));
        const std::uint64_t others = family_records(server, "other" + tag);
        const std::uint64_t records = family_records(server, tag);

        CleanupOptions options = family_options(server, tag);
        const Json dry = checked(test::run(run_cleanup, options));
        CHECK(dry["found"] == records);
        CHECK(dry["dryRun"] == true);
        CHECK(dry["objects"][2]["object"] == "Account");
        CHECK(dry["vanishing"].empty());
        CHECK(family_records(server, tag) == records);

        options.yes = true;
        options.hard = random.split("hard").below(2) == 0;
        const Printed printed = test::run(run_cleanup, options);
        const Json done = checked(printed);
        CHECK(printed.code == 0);
        CHECK(done["deleted"] == records);
        CHECK(done["left"] == 0);
        CHECK(done["inRecycleBin"] == (options.hard ? 0 : records));
        CHECK(family_records(server, tag) == 0);
        CHECK(family_records(server, "other" + tag) == others);
    }
}

TEST_CASE("what goes with a parent is counted, and named in the plan") {
    const Folder folder;
    const LiveServer server{ClockMode::Kind::manual, test::external_id_org()};
    make_family(server, folder, "w", Random{3});
    CleanupOptions options = options_for(server, {"Account"}, {"Name LIKE 'w-%'"});
    const Json dry = checked(test::run(run_cleanup, options));
    REQUIRE(dry["vanishing"].size() == 2);
    CHECK(dry["vanishing"][0]["object"] == "Contact");
    CHECK(dry["vanishing"][0]["path"] == "AccountId");
    CHECK(
        dry["vanishing"][0]["records"] == test::records_with(server, "Contact", "LastName != ''")
    );
    CHECK(dry["vanishing"][1]["object"] == "Opportunity");
    options.json = false;
    CHECK_THAT(
        test::run(run_cleanup, options).out,
        Catch::Contains("of Contact (by AccountId) that no condition finds") &&
            Catch::Contains("nothing was deleted, --yes deletes them")
    );
}

TEST_CASE("children that forbid the delete stop it before anything is deleted") {
    const Folder folder;
    const LiveServer server{ClockMode::Kind::manual, test::external_id_org()};
    const auto accounts = insert(server, folder, "Account", "Name\nw-1\nw-2\n", "Name LIKE 'w-%'");
    const auto cases = insert(
        server, folder, "Case", "Subject,AccountId\nx," + accounts.at(1) + "\n", "Subject = 'x'"
    );
    CleanupOptions options = options_for(server, {"Account"}, {"Name LIKE 'w-%'"});
    options.yes = true;
    const Printed refused = test::run(run_cleanup, options);
    CHECK(refused.code == 2);
    CHECK_THAT(
        refused.err,
        Catch::Contains("1 record of Case refer to them by AccountId") &&
            Catch::Contains(cases.at(0)) && Catch::Contains("Nothing was deleted")
    );
    CHECK(test::records_with(server, "Account", "Name LIKE 'w-%'") == 2);

    options.objects.push_back("Case");
    options.conditions.push_back("Subject = 'x'");
    const Printed done = test::run(run_cleanup, options);
    CHECK(done.code == 0);
    CHECK(checked(done)["deleted"] == 3);
}

constexpr const char* k_own_objects = R"({"objects": [
    {"name": "Master__c", "fields": [{"name": "Tag__c", "type": "string", "length": 20}]},
    {"name": "Detail__c", "fields": [
        {"name": "Master__c", "type": "reference", "referenceTo": ["Master__c"],
         "relationshipName": "Master__r", "relationshipOrder": 0}]},
    {"name": "Below__c", "fields": [
        {"name": "Detail__c", "type": "reference", "referenceTo": ["Detail__c"],
         "relationshipName": "Detail__r", "cascadeDelete": true, "nillable": false}]},
    {"name": "Remark__c", "fields": [
        {"name": "Master__c", "type": "reference", "referenceTo": ["Master__c"],
         "relationshipName": "Master__r"}]},
    {"name": "Guard__c", "fields": [
        {"name": "Master__c", "type": "reference", "referenceTo": ["Master__c"],
         "relationshipName": "Master__r", "restrictedDelete": true}]}]})";

constexpr const char* k_any = "CreatedDate > 2000-01-01T00:00:00Z";

TEST_CASE("objects of the org's own are known by its word or by a schema file") {
    const bool by_file = GENERATE(false, true);
    const Folder folder;
    OrgConfig config;
    auto schema = load_schema(k_own_objects, "own.json");
    if (!schema) FAIL(schema.error().message);
    config.schema = *schema;
    const LiveServer server{ClockMode::Kind::manual, std::move(config)};
    const auto masters =
        insert(server, folder, "Master__c", "Tag__c\nw\nw\nkeep\n", "Tag__c != ''");
    const auto details = insert(
        server,
        folder,
        "Detail__c",
        "Master__c\n" + masters.at(0) + '\n' + masters.at(1) + '\n' + masters.at(2) + '\n',
        k_any
    );
    insert(server, folder, "Below__c", "Detail__c\n" + details.at(0) + '\n', k_any);
    const std::string remarks = "Master__c\n" + masters.at(0) + '\n' + masters.at(2) + '\n';
    insert(server, folder, "Remark__c", remarks, k_any);
    CleanupOptions options = options_for(server, {"Master__c"}, {"Tag__c = 'w'"});
    if (by_file) options.schema_file = folder.write("own.json", k_own_objects);
    const Json dry = checked(test::run(run_cleanup, options));
    REQUIRE(dry["vanishing"].size() == 2);
    CHECK(dry["vanishing"][0]["object"] == "Detail__c");
    CHECK(dry["vanishing"][0]["records"] == 2);
    CHECK(dry["vanishing"][1]["path"] == "Detail__r.Master__c");
    CHECK(dry["vanishing"][1]["records"] == 1);
    REQUIRE(dry["cleared"].size() == 1);
    CHECK(dry["cleared"][0]["object"] == "Remark__c");
    CHECK(dry["cleared"][0]["path"] == "Master__c");
    CHECK(dry["cleared"][0]["records"] == 1);

    options.yes = true;
    const auto guard =
        insert(server, folder, "Guard__c", "Master__c\n" + masters.at(1) + '\n', k_any);
    const Printed refused = test::run(run_cleanup, options);
    CHECK(refused.code == 2);
    CHECK_THAT(refused.err, Catch::Contains(guard.at(0)));
    test::delete_ids(server, folder, "Guard__c", guard);
    CHECK(checked(test::run(run_cleanup, options))["left"] == 0);
    CHECK(test::ids_with(server, "Detail__c", k_any) == std::vector{details.at(2)});
}

std::string write_baseline(const Folder& folder, const LiveServer& server, std::int64_t taken_ms) {
    Baseline baseline;
    baseline.target = server.url();
    baseline.api_version = "60.0";
    baseline.taken_ms = taken_ms;
    return folder.write("base.json", json_of(baseline));
}

std::int64_t org_time_ms(const LiveServer& server) {
    return test::get_json(server, "/rowlock/clock")["nowMicroseconds"].get<std::int64_t>() / 1000;
}

TEST_CASE("a tag that finds what the baseline had is refused, with some of the records") {
    const Folder folder;
    const LiveServer server{ClockMode::Kind::manual, test::external_id_org()};
    const auto old = insert(server, folder, "Contact", "LastName\nw-old\n", "LastName = 'w-old'");
    CleanupOptions options = options_for(server, {"Contact"}, {"LastName LIKE 'w-%'"});
    options.baseline_file = write_baseline(folder, server, org_time_ms(server));
    const auto fresh = insert(server, folder, "Contact", "LastName\nw-new\n", "LastName = 'w-new'");
    options.yes = true;
    const Printed refused = test::run(run_cleanup, options);
    CHECK(refused.code == 2);
    CHECK_THAT(
        refused.err,
        Catch::Contains("finds 1 record of Contact that were there") &&
            Catch::Contains(old.at(0)) && !Catch::Contains(fresh.at(0))
    );
    CHECK(test::records_with(server, "Contact", "LastName LIKE 'w-%'") == 2);
    options.conditions = {"LastName = 'w-new'"};
    CHECK(test::run(run_cleanup, options).code == 0);
    CHECK(test::records_with(server, "Contact", "LastName LIKE 'w-%'") == 1);
}

TEST_CASE("nor does what the baseline had go with a new parent") {
    const Folder folder;
    const LiveServer server{ClockMode::Kind::manual, test::external_id_org()};
    const auto old = insert(server, folder, "Contact", "LastName\nold\n", "LastName = 'old'");
    CleanupOptions options = options_for(server, {"Account"}, {"Name = 'new'"});
    options.baseline_file = write_baseline(folder, server, org_time_ms(server));
    const auto account = insert(server, folder, "Account", "Name\nnew\n", "Name = 'new'");
    const std::string moved = "Id,AccountId\n" + old.at(0) + ',' + account.at(0) + '\n';
    REQUIRE(
        test::send_rows(
            server, test::write_load(folder, "move", "Contact", moved, R"("operation": "update")")
        )
            .code == 0
    );
    options.yes = true;
    const Printed refused = test::run(run_cleanup, options);
    CHECK(refused.code == 2);
    CHECK_THAT(
        refused.err,
        Catch::Contains("with records of Account would go (by AccountId) 1 record of Contact") &&
            Catch::Contains(old.at(0))
    );
}

/// Writes the cells of records that are there.
void update(
    const LiveServer& server,
    const Folder& folder,
    const std::string& object,
    const std::string& csv
) {
    const std::string load =
        test::write_load(folder, "update", object, csv, R"("operation": "update")");
    REQUIRE(test::send_rows(server, load).code == 0);
}

TEST_CASE("a reference to several objects hides nothing that goes with a child of a child") {
    const Folder folder;
    const LiveServer server{ClockMode::Kind::manual, test::external_id_org()};
    const auto task = insert(server, folder, "Task", "Subject\nold\n", "Subject = 'old'");
    CleanupOptions options = options_for(server, {"Account"}, {"Name = 'new'"});
    const std::string baseline = write_baseline(folder, server, org_time_ms(server));
    const auto account = insert(server, folder, "Account", "Name\nnew\n", "Name = 'new'");
    const auto contacts = insert(
        server,
        folder,
        "Contact",
        "LastName,AccountId\nhas," + account.at(0) + "\nother,\n",
        "LastName != ''"
    );
    insert(
        server, folder, "Task", "Subject,WhoId\nstays," + contacts.at(1) + '\n', "Subject = 'stays'"
    );
    update(server, folder, "Task", "Id,WhoId\n" + task.at(0) + ',' + contacts.at(0) + '\n');

    const Json dry = checked(test::run(run_cleanup, options));
    REQUIRE(dry["vanishing"].size() == 2);
    CHECK(dry["vanishing"][1]["object"] == "Task");
    CHECK(dry["vanishing"][1]["path"] == "WhoId");
    CHECK(dry["vanishing"][1]["records"] == 1);

    options.yes = true;
    options.baseline_file = baseline;
    const Printed refused = test::run(run_cleanup, options);
    CHECK(refused.code == 2);
    CHECK_THAT(
        refused.err,
        Catch::Contains("would go (by WhoId) 1 record of Task that were there") &&
            Catch::Contains(task.at(0))
    );
    CHECK(test::records_with(server, "Account", "Name = 'new'") == 1);
}

TEST_CASE("references that a delete clears are planned, and a baseline's are guarded") {
    const Folder folder;
    const LiveServer server{ClockMode::Kind::manual, test::external_id_org()};
    const auto keep = insert(server, folder, "Contact", "LastName\nkeep\n", "LastName = 'keep'");
    CleanupOptions options = options_for(server, {"Contact"}, {"LastName LIKE 'w-%'"});
    const std::string baseline = write_baseline(folder, server, org_time_ms(server));
    const auto boss = insert(server, folder, "Contact", "LastName\nw-1\n", "LastName = 'w-1'");
    // One of the object's own, and one of those to be deleted: that one does not count.
    insert(
        server,
        folder,
        "Contact",
        "LastName,ReportsToId\nw-2," + boss.at(0) + '\n',
        "LastName = 'w-2'"
    );
    update(server, folder, "Contact", "Id,ReportsToId\n" + keep.at(0) + ',' + boss.at(0) + '\n');

    const Json dry = checked(test::run(run_cleanup, options));
    REQUIRE(dry["cleared"].size() == 1);
    CHECK(dry["cleared"][0]["object"] == "Contact");
    CHECK(dry["cleared"][0]["path"] == "ReportsToId");
    CHECK(dry["cleared"][0]["records"] == 1);
    CHECK(dry["vanishing"].empty());

    options.yes = true;
    options.baseline_file = baseline;
    const Printed refused = test::run(run_cleanup, options);
    CHECK(refused.code == 2);
    CHECK_THAT(
        refused.err,
        Catch::Contains("would clear the reference ReportsToId of 1 record of Contact") &&
            Catch::Contains(keep.at(0)) && Catch::Contains("--allow-cleared-lookups")
    );
    options.allow_cleared_lookups = true;
    options.json = false;
    const Printed done = test::run(run_cleanup, options);
    INFO(done.err);
    CHECK(done.code == 0);
    CHECK_THAT(
        done.out,
        Catch::Contains("1 record of Contact that no condition finds loses a reference to records "
                        "of Contact (by ReportsToId)")
    );
    CHECK(test::records_with(server, "Contact", "LastName = 'keep'") == 1);
}

TEST_CASE("a baseline of another org is none") {
    const Folder folder;
    const LiveServer server{ClockMode::Kind::manual, test::external_id_org()};
    const LiveServer other{ClockMode::Kind::manual, test::external_id_org()};
    CleanupOptions options = options_for(server, {"Contact"}, {"LastName = 'x'"});
    options.baseline_file = write_baseline(folder, other, 0);
    const Printed refused = test::run(run_cleanup, options);
    CHECK(refused.code == 2);
    CHECK_THAT(refused.err, Catch::Contains("was taken of " + other.url()));
}

TEST_CASE("a resumed run lets the old jobs end, deletes the rest and nothing else") {
    const Folder folder;
    const LiveServer server{ClockMode::Kind::manual, test::external_id_org()};
    std::string csv = "LastName\n";
    for (int i = 0; i < 300; ++i) csv += "w-" + std::to_string(i) + '\n';
    insert(server, folder, "Contact", csv + "stays\n", "LastName LIKE 'w-%'");
    CleanupOptions options = options_for(server, {"Contact"}, {"LastName LIKE 'w-%'"});
    options.yes = true;
    options.journal_file = folder.path("journal");

    // A run that ends before its time: Ctrl-C as soon as its job is there.
    Printed stopped;
    std::thread user{[&] { stopped = test::run(run_cleanup, options); }};
    const auto jobs_path = "/services/data/v60.0/jobs/ingest";
    while (test::get_json(server, jobs_path)["records"].size() < 2) std::this_thread::yield();
    std::raise(SIGINT);
    user.join();
    INFO(stopped.out << stopped.err);
    if (stopped.code != 0) {
        CHECK(stopped.code == 5);
        CHECK(checked(stopped)["interrupted"] == true);
        CHECK_THAT(stopped.err, Catch::Contains("--resume"));
    }
    CHECK(test::run(run_cleanup, options).code == 2);

    options.resume = true;
    const Printed done = test::run(run_cleanup, options);
    INFO(done.out << done.err);
    CHECK(done.code == 0);
    const Json resumed = checked(done);
    CHECK(resumed["left"] == 0);
    const auto all = resumed["deleted"].get<int>() + resumed["deletedBefore"].get<int>();
    CHECK(all == 300);
    CHECK(test::records_with(server, "Contact", "LastName = 'stays'") == 1);

    // What earlier runs did is not forgotten by the third.
    const Json third = checked(test::run(run_cleanup, options));
    CHECK(third["deleted"] == 0);
    CHECK(third["deletedBefore"] == 300);

    options.conditions = {"LastName LIKE '%'"};
    const Printed other = test::run(run_cleanup, options);
    CHECK(other.code == 2);
    CHECK_THAT(other.err, Catch::Contains("journal of another"));
    CHECK(test::records_with(server, "Contact", "LastName = 'stays'") == 1);
}

TEST_CASE("by the plan no row fails for a lock, however hot its parent") {
    const Folder folder;
    OrgConfig config = test::external_id_org();
    config.profile = *find_profile("heavy");
    const LiveServer server{ClockMode::Kind::manual, std::move(config)};
    const auto accounts =
        insert(server, folder, "Account", "Name\nw1\nw2\nw3\nw4\nw5\n", "Name LIKE 'w%'");
    std::string csv = "LastName,AccountId\n";
    for (std::size_t i = 0; i < 24'000; ++i)
        csv += "w," + accounts.at(i % 2 == 0 ? 0 : i % 5) + '\n';
    const std::string load = test::write_load(
        folder, "contacts", "Contact", csv, R"("operation": "insert", "inFlight": 1)"
    );
    REQUIRE(test::send_rows(server, load).json()["rows"]["created"] == 24'000);
    CleanupOptions options = options_for(server, {"Contact"}, {"LastName = 'w'"});
    options.yes = true;
    const Json done = checked(test::run(run_cleanup, options));
    CHECK(done["deleted"] == 24'000);
    CHECK(done["objects"][0]["plan"]["keptApart"] > 0);
    CHECK(done["objects"][0]["plan"]["batches"] > 2);
    CHECK(done["objects"][0]["retryPasses"] == 0);
}

TEST_CASE("rows that fail for a lock are deleted in a later round") {
    const Folder folder;
    OrgConfig config = test::external_id_org();
    config.profile = *find_profile("adversarial");
    const LiveServer server{ClockMode::Kind::manual, std::move(config)};
    const auto account = insert(server, folder, "Account", "Name\nhot\n", "Name = 'hot'");
    std::string csv = "LastName,AccountId\n";
    for (int i = 0; i < 500; ++i) csv += "w-" + std::to_string(i) + ',' + account.at(0) + '\n';
    const std::string load = test::write_load(
        folder, "contacts", "Contact", csv, R"("operation": "insert", "retry": {"times": 5})"
    );
    REQUIRE(test::send_rows(server, load).json()["rows"]["created"] == 500);
    CleanupOptions options = options_for(server, {"Contact"}, {"LastName LIKE 'w-%'"});
    options.yes = true;
    const Printed done = test::run(run_cleanup, options);
    CHECK(done.code == 0);
    CHECK(checked(done)["deleted"] == 500);
}

TEST_CASE("options that do not go together are refused before anything is asked") {
    CleanupOptions options;
    options.target.url = "http://127.0.0.1:1";
    options.target.token = "T";
    std::string expected;
    SECTION("nothing to delete") {
        expected = "which records?";
    }
    SECTION("a resume without a journal") {
        options.objects = {"A"};
        options.resume = true;
        expected = "--resume needs the journal";
    }
    SECTION("a journal of a dry run") {
        options.objects = {"A"};
        options.journal_file = "x";
        expected = "--yes is not given";
    }
    SECTION("an allowance without a baseline") {
        options.objects = {"A"};
        options.allow_cleared_lookups = true;
        expected = "are about what a baseline had";
    }
    SECTION("a strategy of nothing") {
        options.objects = {"A"};
        options.strategy = "x";
        expected = "names one of a load file";
    }
    const Printed printed = test::run(run_cleanup, options);
    CHECK(printed.code == 2);
    CHECK_THAT(printed.err, Catch::Contains(expected));
}

TEST_CASE("what cannot be counted is said; with a baseline it is a refusal") {
    const Folder folder;
    const LiveServer server{ClockMode::Kind::manual, test::external_id_org()};
    const auto empty = write_baseline(folder, server, org_time_ms(server));
    make_family(server, folder, "w", Random{3});
    // A semi-join inside a semi-join is more than an org answers.
    CleanupOptions options = options_for(
        server, {"Account"}, {"Id IN (SELECT AccountId FROM Contact WHERE LastName LIKE 'w-%')"}
    );
    const Json dry = checked(test::run(run_cleanup, options));
    CHECK(dry["found"] > 0);
    CHECK(dry["uncounted"].size() > 3);
    options.json = false;
    CHECK_THAT(
        test::run(run_cleanup, options).out,
        Catch::Contains("may go along, lose a reference or stand in the way: Contact by AccountId, "
                        "Opportunity")
    );
    options.baseline_file = empty;
    const Printed refused = test::run(run_cleanup, options);
    CHECK(refused.code == 2);
    CHECK_THAT(refused.err, Catch::Contains("does not tell whether records that the baseline had"));
    options.allow_uncounted = true;
    CHECK(test::run(run_cleanup, options).code == 0);
}

TEST_CASE("an object the org does not have is named") {
    const LiveServer server{ClockMode::Kind::manual, test::external_id_org()};
    const Printed printed =
        test::run(run_cleanup, options_for(server, {"Nothing__c"}, {"Name = 'x'"}));
    CHECK(printed.code == 4);
    CHECK_THAT(printed.err, Catch::Contains("the org has no object Nothing__c"));
}

TEST_CASE("a hard delete without the permission says so and deletes nothing") {
    const Folder folder;
    OrgConfig config = test::external_id_org();
    config.rights.hard_delete = false;
    const LiveServer server{ClockMode::Kind::manual, std::move(config)};
    insert(server, folder, "Contact", "LastName\nw\n", "LastName = 'w'");
    CleanupOptions options = options_for(server, {"Contact"}, {"LastName = 'w'"});
    options.yes = options.hard = true;
    const Printed done = test::run(run_cleanup, options);
    CHECK(done.code == 4);
    CHECK_THAT(done.err, Catch::Contains("hardDelete operation requires special user profile"));
    CHECK(checked(done)["left"] == 1);
}

}  // namespace
}  // namespace rowlock
