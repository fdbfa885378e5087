#include "harness/cleanup/cleanup_command.hpp"

#include "mockorg/base/random.hpp"
#include "tests/support/test.hpp"
#include "tests/unit/harness/cleanup/cleanup_family.hpp"
#include "tests/unit/harness/count/tagged_world.hpp"

#include <csignal>
#include <thread>

namespace rowlock {
namespace {

using test::checked;
using test::family_options;
using test::family_records;
using test::Folder;
using test::insert;
using test::LiveServer;
using test::make_family;
using test::options_for;
using test::Printed;

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

TEST_CASE("a resumed run lets the old jobs end, deletes the rest and nothing else") {
    const Folder folder;
    const LiveServer server{ClockMode::Kind::manual, test::external_id_org()};
    std::string csv = "LastName\n";
    for (int i = 0; i < 300; ++i) csv += "w-" + std::to_string(i) + '\n';
    insert(server, folder, "Contact", csv + "stays\n", "LastName LIKE 'w-%'");
    CleanupOptions options = options_for(server, {"Contact"}, {"LastName LIKE 'w-%'"});
    options.yes = true;
    options.journal_file = folder.path("journal");

    // A run that ends before its time: Ctrl-C as soon as its job is there. It may be too late.
    const auto before = std::signal(SIGINT, SIG_IGN);
    Printed stopped;
    std::thread user{[&] { stopped = test::run(run_cleanup, options); }};
    const auto jobs_path = "/services/data/v60.0/jobs/ingest";
    while (test::get_json(server, jobs_path)["records"].size() < 2) std::this_thread::yield();
    std::raise(SIGINT);
    user.join();
    std::signal(SIGINT, before);
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
        expected = "--strategy, --rows, --api and --replay-journal are about a load";
    }
    const Printed printed = test::run(run_cleanup, options);
    CHECK(printed.code == 2);
    CHECK_THAT(printed.err, Catch::Contains(expected));
}

TEST_CASE("an object the org does not have is named") {
    const LiveServer server{ClockMode::Kind::manual, test::external_id_org()};
    const Printed printed =
        test::run(run_cleanup, options_for(server, {"Nothing__c"}, {"Name = 'x'"}));
    CHECK(printed.code == 2);
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
