#pragma once

#include "harness/batcher/batcher.hpp"
#include "mockorg/base/result.hpp"

#include <chrono>
#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace rowlock::batcher {

/// How a program is asked. docs/test-batcher.md describes all three for those who write one.
enum class ProcessMode : std::uint8_t {
    /// A process for each case: rows on stdin, row and batch on stdout.
    once,
    /// One process for all cases: a line of JSON in, a line of JSON out.
    persistent,
    /// A process for each case, which writes batch files to a folder.
    files,
};

struct ProcessSettings {
    /// The program and its arguments. `{rows}`, `{bytes}`, `{keys}`, `{workers}`, `{object}`,
    /// `{operation}`, `{input}` and `{output}` are replaced, except in persistent mode.
    std::vector<std::string> command;
    ProcessMode mode = ProcessMode::once;
    /// Rows come as a line of JSON in place of CSV; persistent mode always does that.
    bool json_input = false;
    /// For one case.
    std::chrono::milliseconds case_time{5'000};
    /// The end of the whole run, which no case outlasts.
    std::optional<std::chrono::steady_clock::time_point> end;
    /// Of one answer.
    std::size_t output_max = std::size_t{8} << 20;
};

/// A program in any language. Whatever it does, ask() comes back within the time of a case, and no
/// process outlives this.
class ProcessBatcher : public Batcher {
public:
    /// bad_configuration if there is no such program.
    static Result<std::unique_ptr<ProcessBatcher>> create(ProcessSettings settings);

    ~ProcessBatcher() override;

    Reply ask(const Instance& instance, Surroundings surroundings) override;
    void restart() override;
    std::string_view other_surroundings() const override;

private:
    struct State;
    explicit ProcessBatcher(std::unique_ptr<State> state);

    std::unique_ptr<State> state_;
};

}  // namespace rowlock::batcher
