#pragma once

#include "harness/replay/replay_command.hpp"
#include "mockorg/base/io.hpp"

#include <string>

namespace rowlock {

struct CleanupOptions {
    TargetOptions target;
    std::string object;
    /// SOQL condition; must not be empty.
    std::string where;
    /// Without it only the number of records is shown.
    bool yes = false;
    bool json = false;
};

/// `rowlock cleanup`: deletes the selected records in Bulk API 2.0 jobs of 10,000, rows that failed
/// for a lock again, and counts what is left. Exit code: finding unless nothing is left (or nothing
/// was asked).
int run_cleanup(const CleanupOptions& options, Io& io);

}  // namespace rowlock
