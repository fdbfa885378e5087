// The commands on the pages about count and cleanup are run as they stand there.
#include "tests/support/test.hpp"
#include "tests/unit/harness/cli/live_requests.hpp"
#include "tests/unit/harness/cli/program.hpp"
#include "tests/unit/harness/count/tagged_world.hpp"

#include <filesystem>
#include <fstream>

namespace rowlock {
namespace {

using test::Folder;
using test::LiveServer;

/// Words as a shell sees them; quotes keep blanks.
std::vector<std::string> words_of(const std::string& line) {
    std::vector<std::string> words;
    std::string word;
    bool quoted = false;
    bool begun = false;
    for (const char c : line + ' ') {
        if (c == '"') {
            quoted = !quoted;
            begun = true;
        } else if (c == ' ' && !quoted) {
            if (begun) words.push_back(word);
            word.clear();
            begun = false;
        } else {
            word += c;
            begun = true;
        }
    }
    return words;
}

/// The lines of its ```sh blocks that begin with `rowlock`, without that word.
std::vector<std::vector<std::string>> commands_of(const std::string& page) {
    std::ifstream file{page};
    REQUIRE(file);
    std::vector<std::vector<std::string>> commands;
    bool inside = false;
    for (std::string line; std::getline(file, line);) {
        if (line.starts_with("```")) inside = line == "```sh";
        if (!inside || !line.starts_with("rowlock ")) continue;
        auto words = words_of(line);
        words.erase(words.begin());
        commands.push_back(std::move(words));
    }
    return commands;
}

/// Two of its jobs, as --jobs takes them.
std::string jobs_of(const LiveServer& server) {
    const Json jobs = test::ask(server, "GET", "/services/data/v60.0/jobs/ingest").at("records");
    REQUIRE(jobs.size() >= 2);
    return jobs[0].at("id").get<std::string>() + ',' + jobs[1].at("id").get<std::string>();
}

/// With this server and its jobs for the page's.
std::vector<std::string> pointed_at(const LiveServer& server, std::vector<std::string> words) {
    for (std::size_t i = 0; i < words.size(); ++i) {
        if (words[i] == "http://127.0.0.1:8080") words[i] = server.url();
        if (i > 0 && words[i - 1] == "--token") words[i] = LiveServer::k_token;
        if (i > 0 && words[i - 1] == "--jobs") words[i] = jobs_of(server);
    }
    return words;
}

constexpr const char* k_load = R"({
    "name": "page", "seed": 3, "schema": "schema.json",
    "sources": {
        "accounts": {"object": "Account", "rows": 4,
                     "columns": {"External_ID__c": "ACC-{n}", "Name": "Account {n}"}},
        "opportunities": {"object": "Opportunity", "rows": 60, "columns": {
            "External_ID__c": "EXT-{n}", "Name": "Opportunity {n}", "StageName": "Closed Won",
            "CloseDate": {"date": "2026-01-01", "spanDays": 9},
            "AccountId": {"parent": "accounts", "pick": "sequential"}}}},
    "setup": [{"source": "accounts", "operation": "upsert", "externalId": "External_ID__c"}],
    "load": {"source": "opportunities", "operation": "upsert", "externalId": "External_ID__c",
             "batchRows": 20, "inFlight": 1, "pollEvery": "1s"},
    "strategies": [{"name": "one"}]})";

TEST_CASE("the commands of the pages about count and cleanup work as they stand") {
    const std::string page = GENERATE(as<std::string>{}, "docs/count.md", "docs/cleanup.md");
    const auto commands = commands_of(page);
    REQUIRE(commands.size() >= 3);
    const Folder folder;
    const LiveServer server{ClockMode::Kind::manual, test::external_id_org()};
    std::filesystem::copy("fixtures/schemas/external-id.json", folder.path("schema.json"));
    folder.write("load.json", k_load);
    std::string rows = "External_ID__c\n";
    for (int n = 0; n < 60; ++n) rows += "EXT-" + std::to_string(n) + '\n';
    folder.write("rows.csv", rows);
    const auto before = std::filesystem::current_path();
    std::filesystem::current_path(folder.path(""));
    std::vector<std::string> replay{
        "replay", "load.json", "--report", "out.json", "--journal", "load.journal"};
    replay.insert(replay.end(), {"--target", "http://127.0.0.1:8080", "--token", "T"});
    CHECK(test::run_program(pointed_at(server, replay)).code == 0);
    for (const auto& command : commands) {
        const auto result = test::run_program(pointed_at(server, command));
        INFO(
            command[0] << ' ' << command[1] << ' ' << command[2] << '\n'
                       << result.out << result.err
        );
        CHECK(result.code == 0);
    }
    std::filesystem::current_path(before);
    const bool cleaned = page == "docs/cleanup.md";
    CHECK(test::records_with(server, "Opportunity", "Name != ''") == (cleaned ? 0 : 60));
    CHECK(test::records_with(server, "Account", "Name != ''") == (cleaned ? 0 : 4));
}

}  // namespace
}  // namespace rowlock
