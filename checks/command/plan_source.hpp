#pragma once

#include "checks/command/input_options.hpp"
#include "checks/plan/plan_file.hpp"
#include "mockorg/base/result.hpp"

#include <string>

namespace rowlock {

/// Reads a plan file and fills in what it says about the load, where the options say nothing:
/// object, operation, and files (those of its batches, or those that its rows count in, both
/// relative to the plan's folder). Errors name the plan file.
Result<PlanFile> read_plan(const std::string& path, InputOptions& options);

}  // namespace rowlock
