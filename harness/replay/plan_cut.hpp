#pragma once

#include "harness/replay/send_plan.hpp"

#include <memory>

namespace rowlock {

/// The plan for an API whose batches have at most `rows_max` rows (at least 1). A larger batch
/// becomes several that follow one another, as an org goes through the chunks of one batch: whoever
/// waits for it waits for its last piece. The same plan if no batch is larger.
std::shared_ptr<const SendPlan> cut_batches(
    std::shared_ptr<const SendPlan> plan, RowNumber rows_max
);

}  // namespace rowlock
