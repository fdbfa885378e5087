#include "checks/command/stopped.hpp"

#include "mockorg/base/exit_code.hpp"

namespace rowlock {

int end_stopped(Io& io) {
    io.err.line("stopped; nothing was written");
    return number_of(ExitCode::partial);
}

}  // namespace rowlock
