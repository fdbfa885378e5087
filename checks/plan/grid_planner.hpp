#pragma once

#include "checks/plan/draft.hpp"
#include "checks/plan/grid_design.hpp"

#include <vector>

namespace rowlock {

/// By component: it exceeds a batch, would take too long as a chain, and does not hang on one key:
/// what a grid is for.
std::vector<bool> components_for_grid(const PlanProblem& problem, const BatchLimits& limits);

/// One draft per design that grid_designs finds for these components; the other components whole or
/// as chains. None if there are no such components.
std::vector<Draft> plan_grids(const PlanProblem& problem, const BatchLimits& limits);

}  // namespace rowlock
