#pragma once

#include "harness/calibrate/observation.hpp"
#include "mockorg/base/result.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace rowlock {

/// What files of a finished load tell, whatever they are.
struct OrgFacts {
    std::vector<ObservedBatch> batches;
    /// Rows of failed-results files, in all and those of them that failed on a lock; nothing if
    /// there was no such file.
    std::optional<std::uint64_t> rows_failed;
    std::optional<std::uint64_t> rows_failed_on_locks;
    /// Of a report of `rowlock replay` or `rehearse`.
    ObservedFigures figures;
    std::vector<std::string> notes;
};

/// Adds what a text tells; its first characters say what it is: a batch list (or one batch, or a
/// job) of Bulk API 1.0 in XML or JSON, job info of Bulk API 2.0 (one, or a list), a failed-results
/// CSV of 2.0 or a results CSV of 1.0, or what `rowlock replay --json` printed. bad_file, with the
/// place and what is expected, if it is none of these, contradicts itself, or speaks of work that
/// is still going on.
Result<void> add_org_text(OrgFacts& facts, std::string_view text, const std::string& file_name);

/// The same of a file of at most 256 MiB.
Result<void> add_org_file(OrgFacts& facts, const std::string& path);

}  // namespace rowlock
