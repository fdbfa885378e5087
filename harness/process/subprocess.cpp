#include "harness/process/subprocess.hpp"

#include "mockorg/base/interrupt.hpp"

#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <cstring>

extern char** environ;  // NOLINT: the way POSIX has it

namespace rowlock {
namespace {

using Milliseconds = std::chrono::milliseconds;

/// Ctrl-C and a program that is gone while others hold its pipes are looked for this often.
constexpr Milliseconds k_look_again{50};

void close_pipe(int& pipe) {
    if (pipe >= 0) ::close(pipe);
    pipe = -1;
}

/// Both ends, closed when a program is started in this one.
struct Pipe {
    int read_end = -1;
    int write_end = -1;

    Pipe() = default;
    Pipe(const Pipe&) = delete;
    Pipe& operator=(const Pipe&) = delete;

    ~Pipe() {
        close_pipe(read_end);
        close_pipe(write_end);
    }

    bool open() {
        std::array<int, 2> ends{};
        if (::pipe2(ends.data(), O_CLOEXEC) != 0) return false;
        read_end = ends[0];
        write_end = ends[1];
        return true;
    }
};

int released(int& pipe) {
    return std::exchange(pipe, -1);
}

std::vector<std::string> environment_of(const ProgramStart& start) {
    std::vector<std::string> texts;
    for (char** variable = environ; *variable != nullptr; ++variable) {
        const std::string_view text{*variable};
        const bool replaced =
            std::any_of(start.environment.begin(), start.environment.end(), [&](const auto& entry) {
                return text.starts_with(entry.first + "=");
            });
        if (!replaced) texts.emplace_back(text);
    }
    for (const auto& [name, value] : start.environment) texts.push_back(name + "=" + value);
    return texts;
}

/// The form in which the system takes lists of texts.
std::vector<char*> pointers_to(std::vector<std::string>& texts) {
    std::vector<char*> pointers;
    for (std::string& text : texts) pointers.push_back(text.data());
    pointers.push_back(nullptr);
    return pointers;
}

/// Settings of posix_spawn: a group of its own, signals as usual, the three pipes.
class SpawnSettings {
public:
    SpawnSettings(const Pipe& input, const Pipe& output, const Pipe& errors) {
        posix_spawnattr_init(&attributes_);
        posix_spawn_file_actions_init(&actions_);
        sigset_t none;
        sigemptyset(&none);
        sigset_t usual;
        sigemptyset(&usual);
        for (const int number : {SIGPIPE, SIGINT, SIGTERM}) sigaddset(&usual, number);
        posix_spawnattr_setsigmask(&attributes_, &none);
        posix_spawnattr_setsigdefault(&attributes_, &usual);
        posix_spawnattr_setpgroup(&attributes_, 0);
        posix_spawnattr_setflags(
            &attributes_, POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF
        );
        posix_spawn_file_actions_adddup2(&actions_, input.read_end, STDIN_FILENO);
        posix_spawn_file_actions_adddup2(&actions_, output.write_end, STDOUT_FILENO);
        posix_spawn_file_actions_adddup2(&actions_, errors.write_end, STDERR_FILENO);
    }

    SpawnSettings(const SpawnSettings&) = delete;
    SpawnSettings& operator=(const SpawnSettings&) = delete;

    ~SpawnSettings() {
        posix_spawnattr_destroy(&attributes_);
        posix_spawn_file_actions_destroy(&actions_);
    }

    const posix_spawnattr_t* attributes() const { return &attributes_; }

    const posix_spawn_file_actions_t* actions() const { return &actions_; }

private:
    posix_spawnattr_t attributes_{};
    posix_spawn_file_actions_t actions_{};
};

void make_non_blocking(int pipe) {
    ::fcntl(pipe, F_SETFL, ::fcntl(pipe, F_GETFL) | O_NONBLOCK);
}

std::string ending_of(int status) {
    if (WIFSIGNALED(status)) {
        return "it was ended by signal " + std::to_string(WTERMSIG(status)) + " (" +
               ::strsignal(WTERMSIG(status)) + ")";
    }
    return "it ended with status " + std::to_string(WEXITSTATUS(status));
}

}  // namespace

Result<Subprocess> Subprocess::start(const ProgramStart& start) {
    const auto cannot = [&](int error) {
        return fail(
            ErrorCode::bad_configuration,
            start.arguments.front() + ": cannot be started: " + std::strerror(error)
        );
    };
    // A program that does not read must not end this one. Set once, for good: it never helps.
    static const auto k_before = std::signal(SIGPIPE, SIG_IGN);
    static_cast<void>(k_before);
    Pipe input;
    Pipe output;
    Pipe errors;
    if (!input.open() || !output.open() || !errors.open()) return cannot(errno);
    std::vector<std::string> arguments = start.arguments;
    std::vector<std::string> environment = environment_of(start);
    const SpawnSettings settings{input, output, errors};
    Subprocess made;
    const int error = ::posix_spawnp(
        &made.process_,
        arguments.front().c_str(),
        settings.actions(),
        settings.attributes(),
        pointers_to(arguments).data(),
        pointers_to(environment).data()
    );
    if (error != 0) {
        made.process_ = -1;
        return cannot(error);
    }
    made.input_ = released(input.write_end);
    made.output_ = released(output.read_end);
    made.errors_ = released(errors.read_end);
    for (const int pipe : {made.input_, made.output_, made.errors_}) make_non_blocking(pipe);
    return made;
}

Subprocess::Subprocess(Subprocess&& other) noexcept {
    take(other);
}

Subprocess& Subprocess::operator=(Subprocess&& other) noexcept {
    if (this != &other) {
        kill_and_reap();
        take(other);
    }
    return *this;
}

Subprocess::~Subprocess() {
    kill_and_reap();
}

void Subprocess::take(Subprocess& other) {
    process_ = std::exchange(other.process_, -1);
    input_ = released(other.input_);
    output_ = released(other.output_);
    errors_ = released(other.errors_);
    unread_ = std::move(other.unread_);
    diagnostics_ = std::move(other.diagnostics_);
    failed_ = other.failed_;
}

void Subprocess::kill_and_reap() {
    if (process_ > 0) {
        // Before it is reaped its number is nobody else's.
        ::kill(-process_, SIGKILL);
        ::kill(process_, SIGKILL);
        while (::waitpid(process_, nullptr, 0) < 0 && errno == EINTR) {
        }
        process_ = -1;
    }
    close_pipe(input_);
    close_pipe(output_);
    close_pipe(errors_);
}

bool Subprocess::has_ended() const {
    if (process_ <= 0) return true;
    siginfo_t info{};
    const int options = WEXITED | WNOHANG | WNOWAIT;
    return ::waitid(P_PID, static_cast<id_t>(process_), &info, options) == 0 &&
           info.si_pid == process_;
}

void Subprocess::read_from(int& pipe, std::string& into) {
    std::array<char, 65'536> buffer;
    const ssize_t count = ::read(pipe, buffer.data(), buffer.size());
    if (count > 0) {
        into.append(buffer.data(), static_cast<std::size_t>(count));
        return;
    }
    const bool later = count < 0 && (errno == EAGAIN || errno == EINTR);
    if (!later) close_pipe(pipe);
}

void Subprocess::write_some(std::string_view& text) {
    const ssize_t count = ::write(input_, text.data(), text.size());
    if (count >= 0) {
        text.remove_prefix(static_cast<std::size_t>(count));
        return;
    }
    const bool later = errno == EAGAIN || errno == EINTR;
    // It does not want to read: what it says all the same decides.
    if (!later) {
        close_pipe(input_);
        text = {};
    }
}

Subprocess::Step Subprocess::pump(
    std::string_view& to_write, Clock::time_point deadline, std::size_t bytes_max
) {
    const auto left = std::chrono::ceil<Milliseconds>(deadline - Clock::now());
    if (left <= Milliseconds{0}) return Step::timed_out;
    std::array<pollfd, 3> pipes{
        pollfd{to_write.empty() ? -1 : input_, POLLOUT, 0},
        pollfd{output_, POLLIN, 0},
        pollfd{errors_, POLLIN, 0}};
    const auto wait = static_cast<int>(std::min(left, k_look_again).count());
    const int ready = ::poll(pipes.data(), pipes.size(), wait);
    if (interrupted()) return Step::interrupted;
    if (ready <= 0) {
        // Others may hold the pipes of a program that is gone: they go with it.
        if (ready == 0 && has_ended()) ::kill(-process_, SIGKILL);
        return Step::moved;
    }
    if (pipes[0].revents != 0) write_some(to_write);
    if (pipes[1].revents != 0 && unread_.size() <= bytes_max) read_from(output_, unread_);
    if (pipes[2].revents != 0) {
        read_from(errors_, diagnostics_);
        if (diagnostics_.size() > k_diagnostics_max) {
            diagnostics_.erase(0, diagnostics_.size() - k_diagnostics_max);
        }
    }
    return Step::moved;
}

ReadEnd Subprocess::exchange_line(
    std::string_view text, Clock::time_point deadline, std::size_t bytes_max, std::string& line
) {
    while (true) {
        const auto end = unread_.find('\n');
        if (end != std::string::npos) {
            line.assign(unread_, 0, end);
            unread_.erase(0, end + 1);
            return ReadEnd::done;
        }
        if (unread_.size() > bytes_max) return ReadEnd::too_much;
        if (output_ < 0) {
            line = unread_;
            return ReadEnd::closed;
        }
        const Step step = pump(text, deadline, bytes_max);
        if (step == Step::timed_out) return ReadEnd::timed_out;
        if (step == Step::interrupted) return ReadEnd::interrupted;
    }
}

ReadEnd Subprocess::exchange_all(
    std::string_view text, Clock::time_point deadline, std::size_t bytes_max, std::string& output
) {
    while (output_ >= 0 || errors_ >= 0) {
        if (text.empty()) close_pipe(input_);
        if (unread_.size() > bytes_max) return ReadEnd::too_much;
        const Step step = pump(text, deadline, bytes_max);
        if (step == Step::timed_out) return ReadEnd::timed_out;
        if (step == Step::interrupted) return ReadEnd::interrupted;
    }
    output = std::move(unread_);
    unread_.clear();
    return output.size() > bytes_max ? ReadEnd::too_much : ReadEnd::done;
}

bool Subprocess::has_unread_output() {
    pollfd pipe{output_, POLLIN, 0};
    if (unread_.empty() && output_ >= 0 && ::poll(&pipe, 1, 0) > 0) read_from(output_, unread_);
    return !unread_.empty();
}

std::optional<std::string> Subprocess::wait(Clock::time_point deadline) {
    close_pipe(input_);
    std::string_view nothing;
    while (!has_ended()) {
        if (Clock::now() >= deadline || interrupted()) {
            kill_and_reap();
            return std::nullopt;
        }
        // Its last words, and a rest for this processor.
        constexpr std::size_t k_no_limit = ~std::size_t{0};
        if (output_ >= 0 || errors_ >= 0) {
            unread_.clear();
            pump(nothing, deadline, k_no_limit);
        } else {
            ::poll(nullptr, 0, 1);
        }
    }
    while (errors_ >= 0) {
        pollfd pipe{errors_, POLLIN, 0};
        if (::poll(&pipe, 1, 0) <= 0) break;
        read_from(errors_, diagnostics_);
        if (diagnostics_.size() > k_diagnostics_max) {
            diagnostics_.erase(0, diagnostics_.size() - k_diagnostics_max);
        }
    }
    ::kill(-process_, SIGKILL);
    int status = 0;
    while (::waitpid(process_, &status, 0) < 0 && errno == EINTR) {
    }
    process_ = -1;
    failed_ = !WIFEXITED(status) || WEXITSTATUS(status) != 0;
    return ending_of(status);
}

Result<std::string> find_program(const std::string& name) {
    const auto usable = [](const std::string& path) { return ::access(path.c_str(), X_OK) == 0; };
    if (name.find('/') != std::string::npos) {
        if (usable(name)) return name;
        return fail(ErrorCode::bad_configuration, name + ": is no program that can be run");
    }
    const char* const path = std::getenv("PATH");
    std::string_view folders = path == nullptr ? "/usr/local/bin:/usr/bin:/bin" : path;
    while (!name.empty()) {
        const auto end = folders.find(':');
        const std::string full = std::string{folders.substr(0, end)} + "/" + name;
        if (usable(full)) return full;
        if (end == std::string_view::npos) break;
        folders.remove_prefix(end + 1);
    }
    return fail(ErrorCode::bad_configuration, "'" + name + "': there is no such program");
}

}  // namespace rowlock
