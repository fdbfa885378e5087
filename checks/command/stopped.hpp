#pragma once

#include "mockorg/base/io.hpp"

namespace rowlock {

/// Says that a command was stopped by Ctrl-C or SIGTERM before it wrote anything, and gives its
/// exit code.
int end_stopped(Io& io);

}  // namespace rowlock
