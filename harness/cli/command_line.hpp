#pragma once

#include "mockorg/base/io.hpp"

#include <string>
#include <vector>

namespace rowlock {

/// The whole program behind `main`: parses `arguments` (without the program's name) and the
/// ROWLOCK_ environment, runs the command named there, and gives the exit code.
int run_command_line(const std::vector<std::string>& arguments, Io& io);

}  // namespace rowlock
