#include "harness/count/count_command.hpp"
#include "tests/support/test.hpp"
#include "tests/unit/harness/count/count_runs.hpp"
#include "tests/unit/harness/count/tagged_world.hpp"
#include "tests/unit/harness/rehearse/tiny_load.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <fstream>
#include <set>
#include <sstream>

namespace rowlock {
namespace {

using test::checked;
using test::Folder;
using test::k_header;
using test::lines_in;
using test::LiveServer;
using test::options_for;
using test::Printed;
using test::text_of;

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
