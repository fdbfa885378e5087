#pragma once

#include "checks/assess/plan_claims.hpp"
#include "checks/contention/contention.hpp"
#include "checks/input/loaded_input.hpp"
#include "checks/model/batching.hpp"
#include "checks/report/check_report.hpp"

#include <vector>

namespace rowlock {

/// The verdict in words that people know: files, rows and lines instead of numbers. Conflicts that
/// the plan's feed does not know of are conflicts like others.
ConflictPart describe_conflicts(
    const LoadedInput& input,
    const Batching& batching,
    const Contention& contention,
    const UndeclaredConflicts& undeclared
);

std::vector<WindowPart> describe_windows(const std::vector<WindowVerdict>& windows);

}  // namespace rowlock
