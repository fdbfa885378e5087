#pragma once

#include "checks/plan/batch_writer.hpp"
#include "checks/plan/plan_file.hpp"
#include "mockorg/base/result.hpp"

#include <string>

namespace rowlock {

/// Writes a plan's batches and its plan.json into a folder, all of it or nothing: under a new name
/// beside it, renamed at the end. The folder must not exist or be empty; with `force` it may
/// hold an earlier plan, which is replaced once the new one is whole, but nothing else.
/// bad_configuration if not; `stopped` (by Ctrl-C) leaves nothing behind.
Result<void> write_plan_folder(
    const std::string& folder,
    bool force,
    PlanFile plan,
    const BatchText& text,
    const Batching& batching,
    unsigned threads
);

/// Whether the folder can be written, asked before a plan is made.
Result<void> check_plan_folder(const std::string& folder, bool force);

}  // namespace rowlock
