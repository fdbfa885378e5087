#pragma once

#include "mockorg/schema/import/import_report.hpp"
#include "mockorg/schema/import/metadata_object.hpp"

#include <map>
#include <string>

namespace rowlock {

/// Puts the objects of a project together into a schema file: finds what references and summaries
/// mean, adds objects that are referred to but not there, gives fields of activities to tasks and
/// events. Counts in the report what it wrote.
std::string project_schema(std::map<std::string, MetadataObject> objects, ImportReport& report);

}  // namespace rowlock
