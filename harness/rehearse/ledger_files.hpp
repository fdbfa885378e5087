#pragma once

#include "harness/rehearse/rehearse.hpp"
#include "mockorg/base/result.hpp"

#include <string>
#include <string_view>

namespace rowlock {

/// Of an interrupted rehearsal.
inline constexpr std::string_view k_no_half_ledger =
    "note: interrupted; neither ledger nor timeline was written: half of one would look whole";

/// Writes the ledger of a rehearsed strategy, for rowlock explain, and its timeline, for trace
/// viewers. An empty path writes nothing, nor does a strategy that was interrupted. bad_file if a
/// file cannot be written.
Result<void> write_ledger_files(
    const FinishedStrategy& finished, const std::string& ledger_file, const std::string& trace_file
);

}  // namespace rowlock
