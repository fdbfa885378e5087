#pragma once

#include "checks/contention/contention.hpp"
#include "checks/input/loaded_input.hpp"
#include "checks/model/batching.hpp"
#include "checks/report/check_report.hpp"

#include <vector>

namespace rowlock {

/// The verdict in words that people know: files, rows and lines instead of numbers.
ConflictPart describe_conflicts(
    const LoadedInput& input, const Batching& batching, const Contention& contention
);

std::vector<WindowPart> describe_windows(const std::vector<WindowVerdict>& windows);

}  // namespace rowlock
