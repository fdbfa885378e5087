// The commands on the pages for people are run as they stand there.
#include "tests/support/test.hpp"
#include "tests/unit/checks/input/files.hpp"
#include "tests/unit/harness/cli/live_server.hpp"
#include "tests/unit/harness/cli/program.hpp"
#include "tests/unit/harness/rehearse/tiny_load.hpp"

#include <stdlib.h>

#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iomanip>
#include <sstream>

namespace rowlock {
namespace {

using test::Folder;
using test::run_program;

/// A command of a page and how it is to end.
struct Command {
    std::string line;
    std::vector<std::string> arguments;
    int code = 0;
};

Command command_of(const std::string& line) {
    Command command;
    command.line = line;
    const auto comment = line.find(" # ");
    std::istringstream words{line.substr(0, comment)};
    // The first is the program. A word in double quotes may have blanks in it.
    std::string word;
    for (words >> word; words >> std::ws && words.peek() != EOF;) {
        words.peek() == '"' ? words >> std::quoted(word) : words >> word;
        command.arguments.push_back(word);
    }
    const auto code = line.find("# exit ");
    if (code != std::string::npos) command.code = std::stoi(line.substr(code + 7));
    return command;
}

/// The lines of its ```sh blocks that begin with `rowlock`.
std::vector<Command> commands_of(const std::string& page) {
    std::ifstream file{page};
    REQUIRE(file);
    std::vector<Command> commands;
    bool inside = false;
    for (std::string line; std::getline(file, line);) {
        if (line.starts_with("```")) {
            inside = line == "```sh";
        } else if (inside && line.starts_with("rowlock ")) {
            commands.push_back(command_of(line));
        }
    }
    return commands;
}

/// Another working directory until the test is over.
class WorkingDirectory {
public:
    explicit WorkingDirectory(const std::string& path) : before_(std::filesystem::current_path()) {
        std::filesystem::current_path(path);
    }

    WorkingDirectory(const WorkingDirectory&) = delete;
    WorkingDirectory& operator=(const WorkingDirectory&) = delete;

    ~WorkingDirectory() { std::filesystem::current_path(before_); }

private:
    std::filesystem::path before_;
};

/// In a folder, as they stand there.
void run_commands(const std::string& page, const Folder& folder) {
    const auto commands = commands_of(page);
    CHECK(commands.size() >= 3);
    const WorkingDirectory inside{folder.path("")};
    for (const Command& command : commands) {
        const auto result = run_program(command.arguments);
        INFO(command.line << '\n' << result.out << result.err);
        CHECK(result.code == command.code);
    }
}

/// What an option says that no command line names.
class Environment {
public:
    Environment(const char* name, const std::string& value) : name_(name) {
        ::setenv(name, value.c_str(), 1);
    }

    Environment(const Environment&) = delete;
    Environment& operator=(const Environment&) = delete;

    ~Environment() { ::unsetenv(name_); }

private:
    const char* name_;
};

TEST_CASE("the commands of the pages about check and plan work as they stand") {
    const std::string page = GENERATE("docs/check.md", "docs/check-at-scale.md", "docs/plan.md");
    const Folder folder;
    std::filesystem::copy("fixtures/check", folder.path(""));
    run_commands(page, folder);
}

TEST_CASE("the commands of the page about schedules work as they stand") {
    const Folder folder;
    std::filesystem::copy("fixtures/schedule", folder.path(""));
    run_commands("docs/schedule-check.md", folder);
}

TEST_CASE("the commands of the page about calibration work as they stand") {
    const Folder folder;
    std::filesystem::copy("fixtures/calibrate", folder.path(""));
    const Environment candidates{"ROWLOCK_CANDIDATES", "150"};
    run_commands("docs/calibrate.md", folder);
}

TEST_CASE("the commands of the page about proofs work as they stand") {
    const Folder folder;
    folder.write(
        "load.json",
        test::tiny_load_text(
            R"({"name": "quick", "overrides": {"interval": "10ms", "pollEvery": "100ms"}})"
        )
    );
    const test::LiveServer server{ClockMode::Kind::virtual_, test::tiny_org()};
    const Environment target{"ROWLOCK_TARGET", server.url()};
    const Environment token{"ROWLOCK_TOKEN", test::LiveServer::k_token};
    run_commands("docs/verify.md", folder);
}

TEST_CASE("the commands of the page about loads of tasks work as they stand") {
    const Folder folder;
    std::filesystem::create_directory(folder.path("fixtures"));
    std::filesystem::copy("fixtures/loads", folder.path("fixtures/loads"));
    run_commands("docs/task-loads.md", folder);
}

TEST_CASE("the commands of the page about foreign writers work as they stand") {
    const Folder folder;
    std::filesystem::create_directory(folder.path("fixtures"));
    for (const char* kind : {"fixtures/loads", "fixtures/schemas"})
        std::filesystem::copy(kind, folder.path(kind), std::filesystem::copy_options::recursive);
    run_commands("docs/foreign-writers.md", folder);
}

TEST_CASE("the commands of the page about explanations work as they stand") {
    const Folder folder;
    folder.write("load.json", test::tiny_load_text(R"({"name": "quick"})"));
    const test::LiveServer server{ClockMode::Kind::virtual_, test::tiny_org()};
    const Environment target{"ROWLOCK_TARGET", server.url()};
    const Environment token{"ROWLOCK_TOKEN", test::LiveServer::k_token};
    run_commands("docs/explain.md", folder);
}

}  // namespace
}  // namespace rowlock
