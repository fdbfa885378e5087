#include "harness/cli/command_line.hpp"

#include <unistd.h>

#include <cstdio>
#include <exception>
#include <string>
#include <vector>

int main(int count, char** arguments) {
    try {
        rowlock::Io io{
            rowlock::TextSink{stdout}, rowlock::TextSink{stderr}, isatty(STDERR_FILENO) == 1};
        const int code = rowlock::run_command_line(
            std::vector<std::string>(arguments + 1, arguments + count), io
        );
        // A full disk or a closed pipe must not look like success.
        const bool written = std::fflush(stdout) == 0 && std::ferror(stdout) == 0;
        return code == 0 && !written ? 5 : code;
    } catch (const std::exception& error) {
        std::fprintf(stderr, "error: %s\n", error.what());
        return 5;
    }
}
