#pragma once

#include "checks/plan/draft.hpp"

#include <optional>

namespace rowlock {

/// Takes the fewest of the heaviest keys out so that what remains falls into components that fit
/// into a batch; the rows of those keys go into batches of their own, key by key. Nothing if it
/// would take more than 4,096 keys, or keys of more than half of the rows. [planning facts, 3.3]
std::optional<Draft> plan_without_hubs(const PlanProblem& problem, const BatchLimits& limits);

}  // namespace rowlock
