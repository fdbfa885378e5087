#include "harness/count/count_command.hpp"

#include "mockorg/base/random.hpp"
#include "tests/support/test.hpp"
#include "tests/unit/harness/count/count_runs.hpp"
#include "tests/unit/harness/count/tagged_world.hpp"

#include <algorithm>
#include <csignal>
#include <thread>

namespace rowlock {
namespace {

using test::checked;
using test::contact_line;
using test::Folder;
using test::k_header;
using test::lines_in;
using test::LiveServer;
using test::options_for;
using test::Printed;
using test::text_of;

/// Rows of a world as sent, and what was done to the org behind the load's back.
struct World {
    std::string where;
    std::string load;
    std::string journal;
    std::vector<std::string> lines;
    std::string missing = k_header;
    std::size_t missing_count = 0;
    std::size_t extra_count = 0;
    std::size_t duplicate_count = 0;
};

World make_world(const LiveServer& server, const Folder& folder, std::uint64_t number) {
    Random random = Random{7}.split(number);
    World world;
    const std::string tag = "w" + std::to_string(number) + "-";
    world.where = "LastName LIKE '" + tag + "%'";
    const std::size_t rows = 1 + random.below(30);
    std::string csv = k_header;
    for (std::size_t i = 0; i < rows; ++i) {
        world.lines.push_back(contact_line(tag + std::to_string(i), tag + std::to_string(i), i));
        csv += world.lines.back();
    }
    world.load = test::write_load(
        folder,
        "load" + std::to_string(number),
        "Contact",
        csv,
        R"("operation": "insert", "batchRows": 7, "partitions": 3)"
    );
    world.journal = folder.path("journal" + std::to_string(number));
    REQUIRE(test::send_rows(server, world.load, world.journal).code == 0);

    std::vector<std::string> victims;
    for (std::size_t i = 0; i < rows; ++i) {
        if (random.below(4) != 0) continue;
        const auto ids =
            test::ids_with(server, "Contact", "External_ID__c = '" + tag + std::to_string(i) + "'");
        victims.push_back(ids.at(0));
        world.missing += world.lines[i];
        ++world.missing_count;
    }
    test::delete_ids(server, folder, "Contact", victims);
    std::string more = k_header;
    world.extra_count = random.below(4);
    for (std::size_t i = 0; i < world.extra_count; ++i)
        more += contact_line(tag + "x" + std::to_string(i), tag + "x" + std::to_string(i), i);
    for (std::size_t i = 0; i < rows; ++i) {
        // One more record with a row's name and phone, under an external id of its own; the row's
        // own record is still there.
        const bool is_gone = world.missing.find(world.lines[i]) != std::string::npos;
        if (is_gone || random.below(5) != 0) continue;
        more += tag + "d" + std::to_string(i) + world.lines[i].substr(world.lines[i].find(','));
        ++world.duplicate_count;
    }
    if (world.extra_count + world.duplicate_count > 0) {
        const Printed sent = test::send_rows(
            server, test::write_load(folder, "more", "Contact", more, R"("operation": "insert")")
        );
        REQUIRE(sent.json()["rows"]["created"] == world.extra_count + world.duplicate_count);
    }
    return world;
}

void check_world(const LiveServer& server, const Folder& folder, const World& world, bool by_jobs) {
    CountOptions options = options_for(server, world.where);
    options.load_file = world.load;
    options.key = "LastName,Phone";
    if (by_jobs) options.journal_file = world.journal;
    options.out_folder = folder.path("found");
    const Printed printed = test::run(run_count, options);
    const Json json = printed.json();
    INFO(printed.out << printed.err);
    CHECK(checked(json) == "");
    const Json& part = json[by_jobs ? "results" : "comparison"];
    CHECK(part["missing"] == world.missing_count);
    CHECK(part["extra"] == world.extra_count);
    CHECK(part["duplicates"] == world.duplicate_count);
    const bool clean = world.missing_count + world.extra_count + world.duplicate_count == 0;
    CHECK(printed.code == (clean ? 0 : 1));
    if (world.missing_count > 0) CHECK(text_of(folder.path("found/missing.csv")) == world.missing);
    CHECK(lines_in(folder.path("found/missing.csv")) == world.missing_count);
    CHECK(lines_in(folder.path("found/extra.csv")) == world.extra_count);
    CHECK(lines_in(folder.path("found/duplicates.csv")) == world.duplicate_count);
    if (!by_jobs) return;
    CHECK(json["rows"]["created"] == world.lines.size());
    CHECK(json["accounted"] == json["rows"]["submitted"]);
    CHECK(json["partitions"].size() == 3);
}

TEST_CASE("missing, extra and doubled records of 100 random worlds are found and named exactly") {
    const LiveServer server{ClockMode::Kind::manual, test::external_id_org()};
    for (std::uint64_t number = 0; number < 100; ++number) {
        const Folder folder;
        const World world = make_world(server, folder, number);
        check_world(server, folder, world, false);
        check_world(server, folder, world, true);
    }
}

TEST_CASE("an empty key is shown as one") {
    const Folder folder;
    const LiveServer server{ClockMode::Kind::manual, test::external_id_org()};
    test::send_rows(
        server,
        test::write_load(
            folder, "other", "Contact", "External_ID__c,LastName\n,w\n", R"("operation": "insert")"
        )
    );
    CountOptions options = options_for(server, "LastName = 'w'");
    options.load_file = test::write_load(
        folder,
        "load",
        "Contact",
        "External_ID__c,LastName\nabc,w\n",
        R"("operation": "upsert", "externalId": "External_ID__c")"
    );
    CHECK(test::run(run_count, options).json()["comparison"]["extraSample"][0] == "(empty)");
}

TEST_CASE("rows are known by what their keys mean to the org") {
    const Folder folder;
    const LiveServer server{ClockMode::Kind::manual, test::external_id_org()};
    const std::string parent =
        test::write_load(folder, "parent", "Account", "Name\nA\n", R"("operation": "insert")");
    REQUIRE(test::send_rows(server, parent).code == 0);
    const std::string account = test::ids_with(server, "Account", "Name = 'A'").at(0);
    const std::string load = test::write_load(
        folder,
        "load",
        "Contact",
        "External_ID__c,LastName,AccountId,Phone\nAb-1,w," + account.substr(0, 15) + ",#N/A\n",
        R"("operation": "upsert", "externalId": "External_ID__c")"
    );
    REQUIRE(test::send_rows(server, load).code == 0);
    CountOptions options = options_for(server, "LastName = 'w'");
    options.load_file = load;
    options.key = "AccountId,Phone";
    CHECK(test::run(run_count, options).code == 0);
    // An external id that is not case sensitive.
    options.load_file = test::write_load(
        folder,
        "again",
        "Contact",
        "External_ID__c,LastName\naB-1,w\n",
        R"("operation": "upsert", "externalId": "External_ID__c")"
    );
    options.key.clear();
    CHECK(test::run(run_count, options).code == 0);
}

TEST_CASE("records that share a key are found without any load") {
    const Folder folder;
    const LiveServer server{ClockMode::Kind::manual, test::external_id_org()};
    const std::string csv = "LastName,Phone\nA,1\nA,2\nA,1\nB,1\nA,1\n";
    test::send_rows(
        server, test::write_load(folder, "load", "Contact", csv, R"("operation": "insert")")
    );
    CountOptions options = options_for(server, "");
    options.key = "LastName, Phone";
    options.out_folder = folder.path("found");
    const Printed printed = test::run(run_count, options);
    CHECK(printed.code == 1);
    const Json json = printed.json();
    CHECK(checked(json) == "");
    CHECK(json["records"] == 5);
    CHECK(json["doubled"]["keys"] == 1);
    CHECK(json["doubled"]["duplicates"] == 2);
    CHECK(lines_in(folder.path("found/duplicates.csv")) == 3);
}

TEST_CASE("a key of no field is refused with the one that was meant") {
    const LiveServer server{ClockMode::Kind::manual, test::external_id_org()};
    CountOptions options = options_for(server, "");
    options.key = "Id,LastNam";
    const Printed printed = test::run(run_count, options);
    CHECK(printed.code == 2);
    CHECK_THAT(
        printed.err, Catch::Contains(R"(Contact has no field "LastNam"; did you mean "LastName"?)")
    );
}

TEST_CASE("an expected number is one") {
    const LiveServer server{ClockMode::Kind::manual, test::external_id_org()};
    CountOptions options = options_for(server, "");
    options.expect = 0;
    CHECK(test::run(run_count, options).code == 0);
    options.expect = 7;
    const Printed printed = test::run(run_count, options);
    CHECK(printed.code == 1);
    CHECK(checked(printed.json()) == "");
    CHECK(printed.json()["findings"][0] == "the org holds 0 records, expected were 7");
}

TEST_CASE("a watch ends when the number is reached, and says how fast it goes") {
    const Folder folder;
    const LiveServer server{ClockMode::Kind::real, test::external_id_org()};
    CountOptions options = options_for(server, "LastName LIKE 'f-%'");
    options.expect = 3;
    options.watch_seconds = 1;
    Printed watched;
    std::thread watcher{[&] { watched = test::run(run_count, options); }};
    const std::string csv = "LastName\nf-1\nf-2\nf-3\n";
    // REST, so that the records are there in no time on a clock that cannot be hurried.
    const std::string load =
        test::write_load(folder, "load", "Contact", csv, R"("operation": "insert", "api": "rest")");
    std::this_thread::sleep_for(std::chrono::milliseconds{1'200});
    test::send_rows(server, load);
    watcher.join();
    INFO(watched.err << watched.out);
    CHECK(watched.code == 0);
    CHECK_THAT(watched.err, Catch::StartsWith("0 of 3 records\n"));
    CHECK_THAT(watched.err, Catch::Contains("3 of 3 records, "));
    CHECK_THAT(watched.err, Catch::Contains(" records/s"));
    CHECK(watched.json()["records"] == 3);
}

TEST_CASE("a watch ends though the number is never reached, when nothing happens any more") {
    const Folder folder;
    const LiveServer server{ClockMode::Kind::manual, test::external_id_org()};
    CountOptions options = options_for(server, "External_ID__c LIKE 'q-%'");
    options.watch_seconds = 10;
    options.quiet_seconds = 30;
    const bool is_known = GENERATE(true, false);
    const std::string load = test::write_load(
        folder,
        "load",
        "Contact",
        "External_ID__c,LastName\nq-1,Q\nq-2,\nq-3,Q\n",
        R"("operation": "upsert", "externalId": "External_ID__c")"
    );
    // One of the rows fails for good.
    REQUIRE(test::send_rows(server, load).json()["rows"]["failed"] == 1);
    if (is_known) options.load_file = load;
    const Printed watched = test::run(run_count, options);
    INFO(watched.err << watched.out);
    CHECK(watched.code == (is_known ? 1 : 0));
    CHECK(watched.json()["records"] == 2);
    CHECK_THAT(
        watched.err,
        Catch::Contains("no job of Contact ran and the number did not change for 30.0 s")
    );
    CHECK(std::count(watched.err.begin(), watched.err.end(), '\n') == 5);
}

TEST_CASE("what is deleted is watched down to its number") {
    const Folder folder;
    const LiveServer server{ClockMode::Kind::manual, test::external_id_org()};
    const std::string load =
        test::write_load(folder, "load", "Contact", "LastName\nz\nz\n", R"("operation": "insert")");
    REQUIRE(test::send_rows(server, load).code == 0);
    CountOptions options = options_for(server, "LastName = 'z'");
    options.expect = 0;
    options.watch_seconds = 10;
    const Printed still = test::run(run_count, options);
    CHECK(still.code == 1);
    CHECK_THAT(still.err, Catch::Contains("counted to the end"));
    test::delete_ids(server, folder, "Contact", test::ids_with(server, "Contact", options.where));
    const Printed gone = test::run(run_count, options);
    CHECK(gone.code == 0);
    CHECK(gone.err == "0 of 0 records\n");
}

TEST_CASE("Ctrl-C ends a watch with a last count and 5") {
    const LiveServer server{ClockMode::Kind::real, test::external_id_org()};
    CountOptions options = options_for(server, "");
    options.expect = 10;
    options.watch_seconds = 60;
    Printed watched;
    std::thread watcher{[&] { watched = test::run(run_count, options); }};
    std::this_thread::sleep_for(std::chrono::milliseconds{400});
    std::raise(SIGINT);
    watcher.join();
    CHECK(watched.code == 5);
    CHECK(watched.json()["interrupted"] == true);
    CHECK(watched.json()["records"] == 0);
}

TEST_CASE("options that do not go together are refused before anything is asked") {
    CountOptions options;
    options.target.url = "http://127.0.0.1:1";
    options.target.token = "T";
    options.object = "Contact";
    std::string expected;
    SECTION("a journal without its load") {
        options.journal_file = "x";
        expected = "says --load FILE";
    }
    SECTION("two sources of jobs") {
        options.load_file = options.journal_file = options.jobs = "x";
        expected = "give one of them";
    }
    SECTION("jobs without a name") {
        options.jobs = ",";
        expected = "expected ids of jobs";
    }
    SECTION("a job that is none") {
        options.jobs = "750RL0000000001YAA, ../x";
        expected = "\"../x\" is no id of a job";
    }
    SECTION("a watch over nothing") {
        options.object.clear();
        options.jobs = "750RL0000000001YAA";
        options.watch_seconds = 1;
        expected = "nothing says of which object";
    }
    SECTION("the end of no watch") {
        options.quiet_seconds = 30;
        expected = "--watch SECONDS";
    }
    SECTION("a watch without a pause") {
        options.watch_seconds = 0;
        expected = "--watch is 0";
    }
    SECTION("a condition that is none") {
        options.where = "a = 1) OR (b = 2";
        expected = "do not match";
    }
    SECTION("a strategy of nothing") {
        options.strategy = "x";
        expected = "are about a load";
    }
    SECTION("a key without columns") {
        options.key = " , ";
        expected = "--key names none";
    }
    SECTION("no object") {
        options.object = "Con tact";
        expected = "is no sObject name";
    }
    const Printed printed = test::run(run_count, options);
    CHECK(printed.code == 2);
    CHECK_THAT(printed.err, Catch::Contains(expected));
}

}  // namespace
}  // namespace rowlock
