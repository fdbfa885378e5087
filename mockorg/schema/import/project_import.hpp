#pragma once

#include "mockorg/base/result.hpp"
#include "mockorg/schema/import/import_report.hpp"

#include <string>

namespace rowlock {

/// The object model of an SFDX project (or of a folder of the older metadata format) as a schema
/// file. Whatever it does not understand it reports and leaves out: what it does not know by file,
/// line and column, and files that are no well-formed XML or cannot be read as broken. Fails with
/// bad_file where the folder cannot be read or has no objects at all.
Result<ImportedSchema> import_project(const std::string& folder);

}  // namespace rowlock
