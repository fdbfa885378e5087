#pragma once

#include "checks/command/input_options.hpp"
#include "checks/plan/plan_file.hpp"
#include "mockorg/base/result.hpp"

#include <string>
#include <vector>

namespace rowlock {

/// Reads a plan file and fills in what it says about the load, where the options say nothing:
/// object, operation and its key, API, delimiter, schema, lock rules, and files (those of its
/// batches, or those that its rows count in). Errors name the plan file.
Result<PlanFile> read_plan(const std::string& path, InputOptions& options);

/// The plan's reference files, found from where it is.
std::vector<ReferenceFiles> references_of(const PlanFile& plan, const std::string& path);

}  // namespace rowlock
