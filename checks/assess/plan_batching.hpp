#pragma once

#include "checks/input/cut_batches.hpp"
#include "checks/input/loaded_input.hpp"
#include "checks/model/batching.hpp"
#include "checks/plan/plan_file.hpp"
#include "mockorg/base/result.hpp"

#include <span>

namespace rowlock {

/// The batches that a plan file makes of the first load's rows, and behind them those of the other
/// loads, cut as `cuts` says (one per load). Bad_file if the plan does not fit the files: a batch
/// with other rows than it says, a row that is not there, more rows than its sources have. A
/// batch's file is the one at its position. Feeds hold apart what the plan says, no more.
Result<Batching> apply_plan(
    const PlanFile& plan, std::span<const LoadedFile> files, std::span<const BatchCut> cuts
);

}  // namespace rowlock
