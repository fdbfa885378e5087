#pragma once

#include "harness/rehearse/rehearse.hpp"
#include "mockorg/base/result.hpp"

#include <string>

namespace rowlock {

/// Writes the ledger of a rehearsed strategy, for rowlock explain, and its timeline, for trace
/// viewers. An empty path writes nothing. bad_file if a file cannot be written.
Result<void> write_ledger_files(
    const FinishedStrategy& finished, const std::string& ledger_file, const std::string& trace_file
);

}  // namespace rowlock
