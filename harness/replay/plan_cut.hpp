#pragma once

#include "harness/load/load_step.hpp"
#include "harness/replay/send_plan.hpp"

#include <memory>

namespace rowlock {

/// The plan for an API whose batches have at most `rows_max` rows (at least 1). A larger batch
/// becomes several that follow one another, as an org goes through the chunks of one batch: whoever
/// waits for it waits for its last piece. The same plan if no batch is larger.
std::shared_ptr<const SendPlan> cut_batches(
    std::shared_ptr<const SendPlan> plan, RowNumber rows_max
);

/// The plan as the step sends it: by the plan's API unless the step was given another, which it
/// then has, in batches of no more rows than that takes. Null of no plan. Whoever sends and whoever
/// looks for what was sent must come to the same batches.
std::shared_ptr<const SendPlan> fit_plan(std::shared_ptr<const SendPlan> plan, LoadStep& step);

}  // namespace rowlock
