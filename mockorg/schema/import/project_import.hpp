#pragma once

#include "mockorg/base/result.hpp"
#include "mockorg/schema/import/import_report.hpp"

#include <string>

namespace rowlock {

/// The object model of an SFDX project (or of a folder of the older metadata format) as a schema
/// file. Fails with bad_file where a file is no well-formed XML, naming it with line and column,
/// and where the folder has no objects at all; whatever else it does not understand it reports and
/// leaves out.
Result<ImportedSchema> import_project(const std::string& folder);

}  // namespace rowlock
