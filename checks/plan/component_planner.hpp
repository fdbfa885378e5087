#pragma once

#include "checks/plan/draft.hpp"

#include <vector>

namespace rowlock {

/// By component: it fits into one batch.
std::vector<bool> components_that_fit(const PlanProblem& problem, const BatchLimits& limits);

/// The rows of the components for which `wanted` is set, component by component, in the order of
/// their primary keys, rows of one key in the order of their contents if `by_content`.
std::vector<std::vector<RowNo>> rows_of_components(
    const PlanProblem& problem, const std::vector<bool>& wanted, bool by_content
);

/// Cuts each list into batches; what is left of the last one is offered for filling, unless these
/// rows alone take as long as everything together should.
void chain_components(
    DraftBuilder& builder, const PlanProblem& problem, const std::vector<std::vector<RowNo>>& lists
);

/// Whole components where they fit into a batch, chains of batches in the order of their keys where
/// they do not.
Draft plan_components(const PlanProblem& problem, const BatchLimits& limits);

/// The same with the components for which `tangled` is set as chains in the order of these lists.
Draft plan_walk(
    const PlanProblem& problem,
    const BatchLimits& limits,
    const std::vector<bool>& tangled,
    const std::vector<std::vector<RowNo>>& lists
);

}  // namespace rowlock
