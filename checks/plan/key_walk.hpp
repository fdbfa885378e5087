#pragma once

#include "checks/plan/plan_problem.hpp"

#include <cstddef>
#include <optional>
#include <vector>

namespace rowlock {

/// The rows of the components for which `wanted` is set, component by component, in the order in
/// which a breadth-first walk over keys meets them; it starts at a key far from the others, so that
/// rows far apart in the list share no key where that can be had (as in Cuthill and McKee's order).
/// Nothing if a component is so shallow that a walk is everywhere at once: fewer than `levels_min`
/// steps from its first key to the last.
std::optional<std::vector<std::vector<RowNo>>> walk_components(
    const PlanProblem& problem, const std::vector<bool>& wanted, std::size_t levels_min
);

}  // namespace rowlock
