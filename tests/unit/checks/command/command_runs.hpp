#pragma once

#include "checks/command/check_command.hpp"
#include "checks/command/plan_command.hpp"
#include "tests/unit/checks/assess/small_load.hpp"

#include <string>
#include <vector>

namespace rowlock::test {

/// What a command said and how it ended.
struct CommandRun {
    int code = -1;
    std::string out;
    std::string err;
};

inline CommandRun run(const CheckOptions& options) {
    CommandRun result;
    Io io{TextSink{result.out}, TextSink{result.err}, false};
    result.code = run_check(options, io);
    return result;
}

inline CommandRun run(const PlanCommandOptions& options) {
    CommandRun result;
    Io io{TextSink{result.out}, TextSink{result.err}, false};
    result.code = run_plan(options, io);
    return result;
}

inline CheckOptions check_of(const std::string& path, std::uint32_t batch_rows = 2) {
    CheckOptions options;
    options.input.files = {path};
    options.input.object = "Contact";
    options.input.batch_rows = batch_rows;
    return options;
}

inline PlanCommandOptions plan_of(const std::string& path, std::uint32_t batch_rows = 2) {
    PlanCommandOptions options;
    options.input.files = {path};
    options.input.object = "Contact";
    options.input.batch_rows = batch_rows;
    options.input.k = 2;
    return options;
}

inline std::string text_of_file(const std::string& path) {
    std::ifstream file{path, std::ios::binary};
    REQUIRE(file);
    return {std::istreambuf_iterator<char>{file}, std::istreambuf_iterator<char>{}};
}

}  // namespace rowlock::test
