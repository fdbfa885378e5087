// What docs/faults.md shows is done as it stands there.
#include "mockorg/faults/fault_reader.hpp"
#include "tests/support/test.hpp"
#include "tests/unit/harness/faults/fault_world.hpp"

#include <fstream>
#include <sstream>

namespace rowlock {
namespace {

using namespace test;

std::vector<std::string> shell_lines() {
    std::ifstream file{"docs/faults.md"};
    REQUIRE(file);
    std::vector<std::string> lines;
    bool inside = false;
    for (std::string line; std::getline(file, line);) {
        if (line.starts_with("```")) {
            inside = line == "```sh";
        } else if (inside) {
            lines.push_back(line);
        }
    }
    return lines;
}

std::string replaced(std::string text, const std::string& what, const std::string& by) {
    for (auto at = text.find(what); at != std::string::npos; at = text.find(what, at + by.size()))
        text.replace(at, what.size(), by);
    return text;
}

TEST_CASE("the commands of the page work as they stand") {
    const LiveServer server{ClockMode::Kind::manual, deals_org()};
    std::size_t commands = 0;
    for (const std::string& line : shell_lines()) {
        if (!line.starts_with("rowlock ")) continue;
        std::istringstream words{replaced(
            replaced(line, "http://127.0.0.1:8080", server.url()), " T", " 00DTEST!token"
        )};
        std::vector<std::string> arguments;
        std::string word;
        words >> word;
        while (words >> word) arguments.push_back(word);
        const ProgramResult result = run_program(arguments);
        INFO(line << '\n' << result.out << result.err);
        CHECK(result.code == 0);
        ++commands;
    }
    CHECK(commands == 2);
}

TEST_CASE("the faults of the page are faults") {
    const LiveServer server{ClockMode::Kind::manual, deals_org()};
    std::size_t faults = 0;
    for (const std::string& line : shell_lines()) {
        const auto json = line.find("--json '");
        if (json == std::string::npos) continue;
        const auto url = line.find("' \"$url");
        REQUIRE(url != std::string::npos);
        const std::string body = replaced(line.substr(json + 8, url - json - 8), "'\"'\"'", "'");
        const std::string path = line.substr(url + 7, line.size() - url - 8);
        const HttpResponse answer = ask(server, "PUT", path, body);
        INFO(line << '\n' << answer.body);
        CHECK(answer.status == 201);
        ++faults;
    }
    CHECK(faults == 5);
    CHECK(parsed(ask(server, "GET", "/rowlock/faults").body)["faults"].size() == faults);
}

TEST_CASE("every kind and member of faults is on the page") {
    std::ifstream file{"docs/faults.md"};
    std::stringstream page;
    page << file.rdbuf();
    for (const std::string_view member : fault_members()) {
        INFO(member);
        CHECK(
            (page.str().find("`" + std::string{member} + "`") != std::string::npos ||
             member == "name")
        );
    }
    for (std::size_t i = 0; i < k_fault_kinds; ++i) {
        const std::string kind{name_of(static_cast<FaultKind>(i))};
        INFO(kind);
        CHECK(page.str().find("| `" + kind + "` |") != std::string::npos);
    }
}

TEST_CASE("the shipped file of faults fits an empty org") {
    const auto faults = read_faults_file("fixtures/faults/bad-day.json");
    REQUIRE(faults);
    auto org = Org::create(deals_org());
    REQUIRE(org);
    for (const Fault& fault : *faults) CHECK(org->set_fault(fault));
}

}  // namespace
}  // namespace rowlock
