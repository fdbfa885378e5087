#pragma once

#include "checks/plan/plan_problem.hpp"

#include <cstdint>
#include <span>
#include <vector>

namespace rowlock {

/// For each key that several batches have: these batches, each once.
struct SharedKeyLists {
    std::vector<std::uint32_t> batches;
    /// By such a key: where its batches end.
    std::vector<std::uint64_t> ends;
};

SharedKeyLists list_shared_keys(
    const PlanProblem& problem,
    std::span<const std::uint32_t> batch_of_row,
    std::uint32_t batch_count
);

}  // namespace rowlock
