#pragma once

#include "harness/calibrate/org_files.hpp"

#include <string>
#include <string_view>

namespace rowlock {

/// Adds what an XML answer tells: batchInfoList, batchInfo or jobInfo of Bulk API 1.0. See
/// add_org_text().
Result<void> add_info_xml(OrgFacts& facts, std::string_view text, const std::string& file_name);

/// The same of JSON: besides these, job info of Bulk API 2.0 and the report of `rowlock replay`.
Result<void> add_info_json(OrgFacts& facts, std::string_view text, const std::string& file_name);

}  // namespace rowlock
