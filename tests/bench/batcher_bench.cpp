// Questions a second through the persistent protocol of rowlock test-batcher, to a program that
// answers without looking at the question; against the same lines through the same program by hand.
#include "harness/batcher/answer_text.hpp"
#include "harness/batcher/generator.hpp"
#include "harness/batcher/process_batcher.hpp"
#include "tests/bench/bench.hpp"

#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <string>
#include <vector>

namespace rowlock::batcher {
namespace {

constexpr std::uint64_t k_cases = 2'000;
/// Reads whole blocks, unlike `sed -u`: long lines would show nothing but its single bytes.
constexpr const char* k_program = "python3";
constexpr const char* k_script =
    "import sys\n"
    "for line in sys.stdin.buffer: print('{\"batches\":[]}', flush=True)";

std::vector<Instance> make_cases() {
    std::vector<Instance> cases;
    for (std::uint64_t number = 0; number < k_cases; ++number) {
        cases.push_back(render(make_case(GeneratorSettings{}, number)));
    }
    return cases;
}

/// The program at the other end of a socket, which it has for stdin and stdout.
class BareProgram {
public:
    BareProgram() {
        int ends[2];
        if (::socketpair(AF_UNIX, SOCK_STREAM, 0, ends) != 0) std::abort();
        process_ = ::fork();
        if (process_ < 0) std::abort();
        if (process_ == 0) {
            ::dup2(ends[1], STDIN_FILENO);
            ::dup2(ends[1], STDOUT_FILENO);
            ::close(ends[0]);
            ::close(ends[1]);
            ::execlp(k_program, k_program, "-c", k_script, nullptr);
            ::_exit(127);
        }
        ::close(ends[1]);
        socket_ = ends[0];
    }

    BareProgram(const BareProgram&) = delete;
    BareProgram& operator=(const BareProgram&) = delete;

    ~BareProgram() {
        ::close(socket_);
        ::waitpid(process_, nullptr, 0);
    }

    void exchange(const std::string& line) const {
        if (::write(socket_, line.data(), line.size()) < 0) std::abort();
        char answer[64];
        ssize_t count = 0;
        do {
            count = ::read(socket_, answer, sizeof answer);
            if (count <= 0) std::abort();
        } while (answer[count - 1] != '\n');
    }

private:
    pid_t process_ = -1;
    int socket_ = -1;
};

double bare_cases_per_second(const std::vector<Instance>& cases) {
    std::vector<std::string> lines;
    for (std::size_t i = 0; i < cases.size(); ++i) lines.push_back(request_line(cases[i], i + 1));
    const BareProgram program;
    const double seconds = bench::median_seconds([&] {
        for (const std::string& line : lines) program.exchange(line);
    });
    return static_cast<double>(cases.size()) / seconds;
}

double cases_per_second(Batcher& batcher, const std::vector<Instance>& cases) {
    const double seconds = bench::median_seconds([&] {
        for (const Instance& instance : cases) {
            bench::keep(batcher.ask(instance, Surroundings::first));
        }
    });
    return static_cast<double>(cases.size()) / seconds;
}

int run() {
    const auto cases = make_cases();
    ProcessSettings settings;
    settings.command = {k_program, "-c", k_script};
    settings.mode = ProcessMode::persistent;
    const auto program = ProcessBatcher::create(settings);
    if (!program) {
        std::fprintf(stderr, "error: %s\n", program.error().message.c_str());
        return 1;
    }
    const double bare = bare_cases_per_second(cases);
    const double persistent = cases_per_second(**program, cases);
    bench::print("batcher.bare_socket", bare, "cases/s", 1.0);
    bench::print("batcher.persistent", persistent, "cases/s", persistent / bare);
    return 0;
}

}  // namespace
}  // namespace rowlock::batcher

int main() {
    return rowlock::batcher::run();
}
