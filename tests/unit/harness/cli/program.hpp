#pragma once

#include "harness/cli/command_line.hpp"

#include <string>
#include <vector>

namespace rowlock::test {

struct ProgramResult {
    int code = -1;
    std::string out;
    std::string err;
};

/// The program, in this process.
inline ProgramResult run_program(const std::vector<std::string>& arguments) {
    ProgramResult result;
    Io io{TextSink{result.out}, TextSink{result.err}, false};
    result.code = run_command_line(arguments, io);
    return result;
}

}  // namespace rowlock::test
