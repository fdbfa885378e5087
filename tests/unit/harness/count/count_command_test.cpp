#include "harness/count/count_command.hpp"

#include "mockorg/base/random.hpp"
#include "tests/support/json_schema.hpp"
#include "tests/support/test.hpp"
#include "tests/unit/harness/count/tagged_world.hpp"
#include "tests/unit/harness/rehearse/tiny_load.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <csignal>
#include <fstream>
#include <set>
#include <sstream>
#include <thread>

namespace rowlock {
namespace {

using test::Folder;
using test::LiveServer;
using test::Printed;

std::string text_of(const std::string& path) {
    std::ostringstream text;
    text << std::ifstream{path, std::ios::binary}.rdbuf();
    return text.str();
}

constexpr const char* k_header = "External_ID__c,LastName,Phone\n";

/// A line as somebody's tool writes it: quotes here and there.
std::string contact_line(const std::string& external_id, const std::string& name, std::size_t i) {
    const std::string quote = i % 3 == 0 ? "\"" : "";
    return quote + external_id + quote + ",\"" + name + ", " + std::to_string(i % 7) + "\"," +
           std::to_string(100 + i) + '\n';
}

CountOptions options_for(const LiveServer& server, const std::string& where) {
    CountOptions options;
    options.target = test::target_of(server);
    options.object = "Contact";
    options.where = where;
    options.json = true;
    return options;
}

std::string checked(const Json& json) {
    return test::JsonSchema{"docs/count.schema.json"}.fault_of(json);
}

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

std::size_t lines_in(const std::string& path) {
    const std::string text = text_of(path);
    const auto lines = static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n'));
    return lines == 0 ? 0 : lines - 1;
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

/// Contacts of which every third is refused: it has no last name.
std::string load_with_failures(const Folder& folder, const std::string& api, std::string& refused) {
    std::string csv = k_header;
    refused = k_header;
    for (int i = 0; i < 60; ++i) {
        const std::string number = std::to_string(i);
        const std::string line =
            "f-" + number + ',' + (i % 3 == 0 ? "" : "F " + number) + ',' + number + '\n';
        csv += line;
        if (i % 3 == 0) refused += line;
    }
    return test::write_load(
        folder,
        "load",
        "Contact",
        csv,
        R"("operation": "upsert", "externalId": "External_ID__c", "batchRows": 25, "api": ")" +
            api + '"'
    );
}

/// Each job of a replay's journal, once.
std::string job_ids(const std::string& journal) {
    std::istringstream lines{text_of(journal)};
    std::set<std::string> ids;
    for (std::string line; std::getline(lines, line);) {
        const auto json = parse_json(line);
        REQUIRE(json);
        if (json->contains("job")) ids.insert((*json)["job"].get<std::string>());
    }
    std::string joined;
    for (const std::string& id : ids) joined += (joined.empty() ? "" : ", ") + id;
    return joined;
}

TEST_CASE("the jobs of either Bulk API tell what became of each row") {
    const std::string api = GENERATE(as<std::string>{}, "bulk1", "bulk2");
    const bool with_load = GENERATE(true, false);
    const Folder folder;
    std::string refused;
    const std::string load = load_with_failures(folder, api, refused);
    const LiveServer server{ClockMode::Kind::manual, test::external_id_org()};
    const std::string journal = folder.path("journal");
    REQUIRE(test::send_rows(server, load, journal).code == 0);
    CountOptions options = options_for(server, "External_ID__c LIKE 'f-%'");
    if (!with_load) options.object.clear();
    if (with_load) options.load_file = load;
    // A job that is named twice is read once.
    options.jobs = job_ids(journal) + ", " + job_ids(journal);
    options.out_folder = folder.path("found");
    const Printed printed = test::run(run_count, options);
    INFO(printed.out << printed.err);
    CHECK(printed.code == 1);
    const Json json = printed.json();
    CHECK(checked(json) == "");
    CHECK(json["object"] == "Contact");
    CHECK(json["accounted"] == 60);
    CHECK(json["arrived"] == 40);
    CHECK(json["findings"] == Json{"20 rows did not arrive: 20 failed, 0 unprocessed"});
    CHECK(json["rows"]["submitted"] == 60);
    CHECK(json["rows"]["created"] == 40);
    CHECK(json["rows"]["failed"] == 20);
    CHECK(json["jobs"][0]["api"] == api);
    CHECK(json["results"]["missing"] == 0);
    if (with_load) {
        CHECK(text_of(folder.path("found/failed.csv")) == refused);
    } else {
        std::size_t lines = 0;
        for (const Json& job : json["jobs"]) {
            const auto id = job["id"].get<std::string>();
            lines += lines_in(folder.path("found/failed-" + id + ".csv"));
        }
        CHECK(lines == 20);
    }
    // A record that a job made goes away.
    const auto ids = test::ids_with(server, "Contact", "External_ID__c = 'f-1'");
    test::delete_ids(server, folder, "Contact", ids);
    const Printed again = test::run(run_count, options);
    CHECK(again.code == 1);
    CHECK(again.json()["results"]["missing"] == 1);
    const std::string name = with_load ? "f-1 (" + ids.at(0) + ")" : ids.at(0);
    CHECK(again.json()["results"]["missingSample"][0] == name);
}

TEST_CASE("a journal knows rows without any key, and a load's parents, by each API") {
    const std::string api = GENERATE(as<std::string>{}, "bulk1", "bulk2", "rest");
    const Folder folder;
    const std::string load = folder.write("load.json", R"({"name": "family", "seed": 3,
        "sources": {
            "accounts": {"object": "Account", "rows": 3, "columns": {"Name": "Parent {n}"}},
            "contacts": {"object": "Contact", "rows": 40, "columns": {
                "LastName": "Same", "Department": "T",
                "AccountId": {"parent": "accounts", "pick": "sequential"}}}},
        "setup": [{"source": "accounts", "operation": "insert", "pollEvery": "10ms"}],
        "load": {"source": "contacts", "operation": "insert", "batchRows": 10, "pollEvery": "10ms",
                 "api": ")" + api + R"("},
        "strategies": [{"name": "one"}]})");
    // REST writes answer only while somebody moves a manual clock.
    const auto clock = api == "rest" ? ClockMode::Kind::virtual_ : ClockMode::Kind::manual;
    const LiveServer server{clock, test::external_id_org()};
    const std::string journal = folder.path("journal");
    const Printed sent = test::send_rows(server, load, journal);
    REQUIRE(sent.json()["rows"]["created"] == 40);
    const auto ids = test::ids_with(server, "Contact", "LastName = 'Same'");
    test::delete_ids(server, folder, "Contact", {ids.at(1), ids.at(7)});
    const std::string before = text_of(journal);

    CountOptions options = options_for(server, "");
    options.load_file = load;
    options.journal_file = journal;
    options.out_folder = folder.path("found");
    const Printed printed = test::run(run_count, options);
    INFO(printed.out << printed.err);
    CHECK(printed.code == 1);
    const Json json = printed.json();
    CHECK(json["rows"]["created"] == 40);
    CHECK(json["results"]["missing"] == 2);
    const auto accounts = test::ids_with(server, "Account", "Name LIKE 'Parent %'");
    CHECK(
        text_of(folder.path("found/missing.csv")) == "LastName,Department,AccountId\nSame,T," +
                                                         accounts.at(1) + "\nSame,T," +
                                                         accounts.at(1) + "\n"
    );
    CHECK(text_of(journal) == before);
}

TEST_CASE("what a journal's jobs tell is what the replay reported, with rows sent again and lost") {
    const std::string api = GENERATE(as<std::string>{}, "bulk1", "bulk2");
    const std::string times = GENERATE(as<std::string>{}, "0", "2");
    const Folder folder;
    const std::string load = folder.write(
        "load.json",
        test::tiny_load_text(
            R"({"name": "one", "overrides": {"partitions": 2, "api": ")" + api +
            R"(", "retry": {"times": )" + times + R"(, "delay": "5s"}}})"
        )
    );
    OrgConfig config = test::external_id_org();
    config.profile = *find_profile("heavy");
    const LiveServer server{ClockMode::Kind::manual, std::move(config)};
    const std::string journal = folder.path("journal");
    const Json replayed = test::send_rows(server, load, journal).json();
    CHECK((replayed["rows"]["failed"] > 0 || times != "0"));
    CHECK((replayed["jobs"]["retryPasses"] > 0) == (times != "0"));

    CountOptions options = options_for(server, "LastName LIKE 'C-%'");
    options.load_file = load;
    options.journal_file = journal;
    options.out_folder = folder.path("found");
    const Printed printed = test::run(run_count, options);
    INFO(printed.out << printed.err);
    const Json json = printed.json();
    CHECK(printed.code == (replayed["rows"]["failed"] > 0 ? 1 : 0));
    CHECK(json["rows"] == replayed["rows"]);
    CHECK(json["partitions"] == replayed["partitions"]);
    CHECK(lines_in(folder.path("found/failed.csv")) == replayed["rows"]["failed"]);
}

/// The lines of the file that do not have this in them.
void drop_lines(const std::string& path, const std::string& part) {
    std::istringstream lines{text_of(path)};
    std::string kept;
    for (std::string line; std::getline(lines, line);) {
        if (line.find(part) == std::string::npos) kept += line + '\n';
    }
    std::ofstream{path, std::ios::binary} << kept;
}

TEST_CASE("records of rows whose outcome is not known are not called extra") {
    const bool keyed = GENERATE(true, false);
    const Folder folder;
    const std::string step = keyed ? R"("operation": "upsert", "externalId": "External_ID__c")"
                                   : R"("operation": "insert")";
    const std::string load = test::write_load(
        folder,
        "load",
        "Contact",
        "External_ID__c,LastName\nu-1,u\nu-2,u\nu-3,u\n",
        step + R"(, "api": "rest", "batchRows": 2)"
    );
    const LiveServer server{ClockMode::Kind::virtual_, test::external_id_org()};
    const std::string journal = folder.path("journal");
    REQUIRE(test::send_rows(server, load, journal).code == 0);
    test::send_rows(
        server,
        test::write_load(
            folder, "other", "Contact", "External_ID__c,LastName\nx,u\n", R"("operation": "insert")"
        )
    );
    // Killed before an answer was written down.
    drop_lines(journal, R"("rows":)");
    CountOptions options = options_for(server, "LastName = 'u'");
    options.load_file = load;
    options.journal_file = journal;
    options.out_folder = folder.path("found");
    const Printed printed = test::run(run_count, options);
    INFO(printed.out << printed.err);
    CHECK(printed.code == 1);
    const Json json = printed.json();
    CHECK(checked(json) == "");
    CHECK(json["rows"]["unknown"] == 3);
    // The stranger is one for sure only where rows have a key.
    CHECK(json["results"]["undecided"] == (keyed ? 3 : 4));
    CHECK(json["results"]["extra"] == (keyed ? 1 : 0));
    CHECK(lines_in(folder.path("found/extra.csv")) == (keyed ? 1 : 0));
    CHECK(lines_in(folder.path("found/undecided.csv")) == (keyed ? 3 : 4));
}

TEST_CASE("a journal that a replay is writing is looked at, and an empty one is none") {
    const Folder folder;
    const std::string load =
        test::write_load(folder, "load", "Contact", "LastName\nw\n", R"("operation": "insert")");
    const LiveServer server{ClockMode::Kind::manual, test::external_id_org()};
    const std::string journal = folder.path("journal");
    REQUIRE(test::send_rows(server, load, journal).code == 0);
    const int held = ::open(journal.c_str(), O_RDWR);
    REQUIRE(::flock(held, LOCK_EX | LOCK_NB) == 0);
    CountOptions options = options_for(server, "LastName = 'w'");
    options.load_file = load;
    options.journal_file = journal;
    CHECK(test::run(run_count, options).code == 0);
    ::close(held);
    options.journal_file = folder.write("empty", "");
    const Printed printed = test::run(run_count, options);
    CHECK(printed.code == 3);
    CHECK_THAT(printed.err, Catch::Contains("is no journal"));
    CHECK(text_of(options.journal_file).empty());
}

TEST_CASE("the report of a replay that did not come to its end is never well") {
    const Folder folder;
    const std::string load =
        test::write_load(folder, "load", "Contact", "LastName\nw\n", R"("operation": "insert")");
    const LiveServer server{ClockMode::Kind::manual, test::external_id_org()};
    const std::string report = test::send_rows(server, load).out;
    CountOptions options = options_for(server, "LastName = 'w'");
    options.report_file = folder.write("report.json", report);
    CHECK(test::run(run_count, options).code == 0);
    const auto changed = [&](const std::string& from, const std::string& to) {
        std::string text = report;
        text.replace(text.find(from), from.size(), to);
        options.report_file = folder.write("report.json", text);
        const Printed printed = test::run(run_count, options);
        CHECK(printed.code == 1);
        return printed.json()["findings"][0].get<std::string>();
    };
    CHECK(
        changed(R"("interrupted":false)", R"("interrupted":true)") ==
        "the report is of a replay that was interrupted"
    );
    CHECK(
        changed(R"("error":null)", R"("error":"no answer")") ==
        "the report is of a replay that broke off: no answer"
    );
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
    SECTION("a condition that is none") {
        options.where = "a = 1) OR (b = 2";
        expected = "do not match";
    }
    SECTION("a strategy of nothing") {
        options.strategy = "x";
        expected = "are about a load";
    }
    SECTION("no object") {
        options.object = "Con tact";
        expected = "is no sObject name";
    }
    const Printed printed = test::run(run_count, options);
    CHECK(printed.code == 2);
    CHECK_THAT(printed.err, Catch::Contains(expected));
}

TEST_CASE("a job nobody knows is an error that names it") {
    const LiveServer server{ClockMode::Kind::manual, test::external_id_org()};
    CountOptions options = options_for(server, "");
    options.jobs = "750RL0000000009YAA";
    const Printed printed = test::run(run_count, options);
    CHECK(printed.code == 4);
    CHECK_THAT(printed.err, Catch::Contains("no ingest job 750RL0000000009YAA"));
}

}  // namespace
}  // namespace rowlock
