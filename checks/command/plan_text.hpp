#pragma once

#include "checks/assess/open_keys.hpp"
#include "checks/assess/other_names.hpp"
#include "checks/input/loaded_input.hpp"
#include "checks/plan/batch_plan.hpp"
#include "checks/plan/plan_input.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace rowlock {

/// A plan and what is said about it beside it.
struct PlanAnswer {
    const LoadedInput& input;
    const BatchPlan& plan;
    const PlanOptions& options;
    /// Keys that batches share though nothing keeps them apart, counted by the checker: 0.
    std::uint64_t conflicting_keys = 0;
    /// What files leave open about locks, as the checker takes it.
    OpenKeys keys_left_open = OpenKeys::none;
    /// Records that may be the same ones under different names.
    std::vector<OtherNames> other_names;
    /// Where it went; empty if nowhere.
    std::string written_to;
};

/// The summary; then, if asked for, all candidates with their figures, and why it came out so.
std::string plan_text(const PlanAnswer& answer, bool compare, bool explain);

/// All of it as one JSON object on one line; docs/plan.md describes it.
std::string plan_json(const PlanAnswer& answer);

}  // namespace rowlock
