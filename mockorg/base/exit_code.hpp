#pragma once

#include "mockorg/base/error.hpp"
#include "mockorg/base/io.hpp"

namespace rowlock {

/// What every command's exit code means.
enum class ExitCode : int {
    clean = 0,
    /// A finding, or an expectation that does not hold.
    finding = 1,
    /// Wrong usage or configuration, be it an org that says so.
    usage = 2,
    /// Input unreadable or malformed.
    bad_input = 3,
    /// Server unreachable, or it broke the protocol or refused the request.
    server = 4,
    /// Stopped before the end; what there is of a result is partial.
    partial = 5,
};

constexpr int number_of(ExitCode code) {
    return static_cast<int>(code);
}

ExitCode exit_code_of(const Error& error);

/// Prints `error: ...` and gives the exit code.
int report_error(const Error& error, Io& io);

}  // namespace rowlock
