#pragma once

#include "harness/calibrate/org_files.hpp"

#include <string>
#include <string_view>

namespace rowlock {

/// Counts the rows of a failed-results CSV of Bulk API 2.0 (`sf__Error`), or the failed rows of a
/// batch's results of 1.0 (`Success`, `Error`). See add_org_text().
Result<void> add_failed_results(
    OrgFacts& facts, std::string_view text, const std::string& file_name
);

}  // namespace rowlock
