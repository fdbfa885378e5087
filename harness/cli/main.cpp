#include "harness/cli/command_line.hpp"
#include "mockorg/base/exit_code.hpp"

#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <exception>
#include <string>
#include <vector>

namespace {

/// An earlier write may have failed, and its reason is gone.
const char* reason_of(int error) {
    return error == 0 ? "the standard output takes no more" : std::strerror(error);
}

}  // namespace

int main(int count, char** arguments) {
    try {
        rowlock::Io io{
            rowlock::TextSink{stdout}, rowlock::TextSink{stderr}, isatty(STDERR_FILENO) == 1};
        const int code = rowlock::run_command_line(
            std::vector<std::string>(arguments + 1, arguments + count), io
        );
        // A full disk or a closed pipe must not look like success.
        errno = 0;
        if (std::fflush(stdout) == 0 && std::ferror(stdout) == 0) return code;
        std::fprintf(stderr, "error: cannot write the answer: %s\n", reason_of(errno));
        return std::max(code, rowlock::number_of(rowlock::ExitCode::usage));
    } catch (const std::exception& error) {
        std::fprintf(stderr, "error: %s\n", error.what());
        return 5;
    }
}
