#pragma once

#include "checks/plan/grid_design.hpp"
#include "checks/plan/plan_problem.hpp"

#include <cstdint>
#include <optional>
#include <vector>

namespace rowlock {

/// By root: 0 or 1, such that every row of the components for which `wanted` is set has at most one
/// key of either side. Nothing if there is no such division.
std::optional<std::vector<std::uint8_t>> find_key_sides(
    const PlanProblem& problem, const std::vector<bool>& wanted
);

/// By root: the group of each key of the wanted components, such that the groups have about the
/// same rows; k_no_group for other keys. `sides` is used by a design with two sides only.
std::vector<GroupNo> group_keys(
    const PlanProblem& problem,
    const std::vector<bool>& wanted,
    const GridDesign& design,
    const std::optional<std::vector<std::uint8_t>>& sides
);

}  // namespace rowlock
