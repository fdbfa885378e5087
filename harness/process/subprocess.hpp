#pragma once

#include "mockorg/base/result.hpp"

#include <sys/types.h>

#include <chrono>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace rowlock {

/// A program to run, found by the PATH.
struct ProgramStart {
    std::vector<std::string> arguments;
    /// Set in addition to this process's environment, or in place of what is there.
    std::vector<std::pair<std::string, std::string>> environment;
};

/// How reading from a program ended.
enum class ReadEnd : std::uint8_t {
    /// As wanted: a whole line, or the end of the output.
    done,
    /// The program ended its output before that.
    closed,
    timed_out,
    too_much,
    interrupted,
};

/// A running program with pipes to its stdin, stdout and stderr, in a process group of its own. At
/// the end of its life the whole group is killed and the program reaped, so that nothing is left
/// behind. One thread. From the first one on,
/// SIGPIPE is ignored.
class Subprocess {
public:
    using Clock = std::chrono::steady_clock;

    /// Output after the newest of stderr that is kept.
    static constexpr std::size_t k_diagnostics_max = 4'096;

    static Result<Subprocess> start(const ProgramStart& start);

    Subprocess(Subprocess&& other) noexcept;
    Subprocess& operator=(Subprocess&& other) noexcept;
    Subprocess(const Subprocess&) = delete;
    Subprocess& operator=(const Subprocess&) = delete;
    ~Subprocess();

    /// Writes the text and reads until a line ends, which goes to `line` without its end.
    /// `too_much` above `bytes_max`.
    ReadEnd exchange_line(
        std::string_view text, Clock::time_point deadline, std::size_t bytes_max, std::string& line
    );

    /// Writes the text, closes stdin and reads all output.
    ReadEnd exchange_all(
        std::string_view text,
        Clock::time_point deadline,
        std::size_t bytes_max,
        std::string& output
    );

    /// Output that came without being asked for, once a line has been read.
    bool has_unread_output();

    /// The end of what it wrote to stderr, so far.
    const std::string& diagnostics() const { return diagnostics_; }

    /// Waits for its end until the deadline, then kills it. How it ended, as a clause: "it ended
    /// with status 1"; nothing if it had to be killed.
    std::optional<std::string> wait(Clock::time_point deadline);

    /// Whether a status other than 0 was seen by wait().
    bool failed() const { return failed_; }

private:
    Subprocess() = default;

    /// A step of reading and writing; false if the deadline is over.
    enum class Step : std::uint8_t { moved, timed_out, interrupted };
    Step pump(std::string_view& to_write, Clock::time_point deadline, std::size_t bytes_max);
    void read_from(int& pipe, std::string& into);
    void write_some(std::string_view& text);
    /// Whether the program itself has ended, though others may hold its pipes.
    bool has_ended() const;
    void kill_and_reap();
    void take(Subprocess& other);

    pid_t process_ = -1;
    int input_ = -1;
    int output_ = -1;
    int errors_ = -1;
    std::string unread_;
    std::string diagnostics_;
    bool failed_ = false;
};

/// The full path of a program, or bad_configuration if the PATH has none of that name.
Result<std::string> find_program(const std::string& name);

}  // namespace rowlock
