// From the start of the `rowlock serve` process to its first answer, against starting a process
// that does nothing. usage: startup_bench PATH_OF_ROWLOCK
#include "tests/bench/bench.hpp"
#include "tests/bench/http_client.hpp"

#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <string>

extern char** environ;

namespace rowlock::bench {
namespace {

/// A child process whose standard output can be read.
class Process {
public:
    explicit Process(char* const* arguments) {
        if (pipe(pipe_.data()) != 0) std::exit(1);
        posix_spawn_file_actions_t actions;
        posix_spawn_file_actions_init(&actions);
        posix_spawn_file_actions_adddup2(&actions, pipe_[1], STDOUT_FILENO);
        if (posix_spawn(&child_, arguments[0], &actions, nullptr, arguments, environ) != 0) {
            std::perror(arguments[0]);
            std::exit(1);
        }
        posix_spawn_file_actions_destroy(&actions);
        close(pipe_[1]);
    }

    Process(const Process&) = delete;
    Process& operator=(const Process&) = delete;

    ~Process() {
        kill(child_, SIGTERM);
        close(pipe_[0]);
        waitpid(child_, nullptr, 0);
    }

    std::string read_line() {
        std::string line;
        char c = 0;
        while (read(pipe_[0], &c, 1) == 1 && c != '\n') line.push_back(c);
        return line;
    }

private:
    std::array<int, 2> pipe_{};
    pid_t child_ = 0;
};

void start_and_ask(char* program) {
    std::string serve = "serve";
    std::string port = "--port=0";
    std::array<char*, 4> arguments = {program, serve.data(), port.data(), nullptr};
    Process process{arguments.data()};
    const std::string line = process.read_line();
    const auto colon = line.find(':', line.find("127.0.0.1"));
    Connection connection{static_cast<std::uint16_t>(std::atoi(line.c_str() + colon + 1))};
    connection.send(make_request("GET", "/rowlock/health"));
    connection.receive();
}

void start_nothing() {
    std::string program = "/bin/true";
    std::array<char*, 2> arguments = {program.data(), nullptr};
    Process process{arguments.data()};
    process.read_line();
}

}  // namespace
}  // namespace rowlock::bench

int main(int count, char** arguments) {
    using namespace rowlock::bench;
    std::string program = count > 1 ? arguments[1] : "build/release/harness/cli/rowlock";
    const double baseline = median_seconds([] { start_nothing(); }, 11);
    const double ours = median_seconds([&] { start_and_ask(program.data()); }, 11);
    print("startup.empty_process", baseline * 1e3, "ms", 1.0);
    print("startup.serve_to_first_answer", ours * 1e3, "ms", ours / baseline);
}
