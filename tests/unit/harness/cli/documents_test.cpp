// The commands on the pages for people are run as they stand there.
#include "tests/support/test.hpp"
#include "tests/unit/checks/input/files.hpp"
#include "tests/unit/harness/cli/program.hpp"

#include <filesystem>
#include <fstream>
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
    std::istringstream words{line.substr(0, line.find('#'))};
    std::string word;
    words >> word;
    while (words >> word) command.arguments.push_back(word);
    const auto comment = line.find("# exit ");
    if (comment != std::string::npos) command.code = std::stoi(line.substr(comment + 7));
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

TEST_CASE("the commands of the pages about check and plan work as they stand") {
    const std::string page = GENERATE("docs/check.md", "docs/check-at-scale.md", "docs/plan.md");
    const auto commands = commands_of(page);
    CHECK(commands.size() >= 3);
    const Folder folder;
    std::filesystem::copy("fixtures/check", folder.path(""));
    const WorkingDirectory inside{folder.path("")};
    for (const Command& command : commands) {
        const auto result = run_program(command.arguments);
        INFO(command.line << '\n' << result.out << result.err);
        CHECK(result.code == command.code);
    }
}

}  // namespace
}  // namespace rowlock
