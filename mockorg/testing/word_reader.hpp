#pragma once

#include "mockorg/base/result.hpp"
#include "mockorg/base/time.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace rowlock {

/// Takes one line of a scenario apart, word by word. Words are separated by blanks; a part in
/// double quotes may hold blanks, and `""` in it is one quote. The first thing that is not as
/// expected is kept as the error; from then on every reading gives an empty value, so that a caller
/// asks for the error once, at the end.
class WordReader {
public:
    /// The line must outlive the reader.
    WordReader(std::string_view file, std::size_t line, std::string_view text)
        : file_(file), line_(line), rest_(text) {}

    std::size_t line() const { return line_; }

    bool at_end();

    /// Takes the next word if it is this one.
    bool accept(std::string_view word);

    /// The next word; `what` names it in the error if there is none.
    std::string word(std::string_view what);

    /// Everything left, without the blanks around it.
    std::string rest(std::string_view what);

    /// A whole number from `least` to `most`.
    std::uint64_t whole(std::string_view what, std::uint64_t least, std::uint64_t most);

    double number(std::string_view what);

    /// `4.05s`, `500ms`, `2m`, `1h`; at most 365 days.
    Duration duration(std::string_view what);

    /// `9%` as 0.09; at most 100%.
    double share(std::string_view what);

    /// `on` or `off`.
    bool on_or_off();

    void expect_end();

    /// Keeps `FILE:LINE: expected EXPECTED, found FOUND` unless there is an error already.
    void complain(std::string_view expected, std::string_view found);

    /// Keeps another error, with the place in front of it.
    void complain(const Error& error);

    /// Keeps the error of a reader of a part of this line, which names its place already.
    void take_over(const std::optional<Error>& error);

    const std::optional<Error>& error() const { return error_; }

private:
    std::string peek();
    void skip_blanks();
    std::string cut();

    std::string_view file_;
    std::size_t line_;
    std::string_view rest_;
    std::optional<Error> error_;
};

/// A duration with one unit, as scenario files write it.
std::optional<Duration> parse_scenario_duration(std::string_view text);

}  // namespace rowlock
