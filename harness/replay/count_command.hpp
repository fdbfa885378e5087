#pragma once

#include "harness/replay/replay_command.hpp"
#include "mockorg/base/io.hpp"

#include <string>

namespace rowlock {

struct CountOptions {
    TargetOptions target;
    /// Count these records. With a report: empty means what the report says.
    std::string object;
    std::string where;
    /// A report of `rowlock replay`: check that its rows add up, and that the org holds those
    /// created.
    std::string report_file;
    bool json = false;
};

/// `rowlock count`. Exit code: finding if a report's rows do not add up or the org holds more or
/// fewer records than the report says.
int run_count(const CountOptions& options, Io& io);

}  // namespace rowlock
