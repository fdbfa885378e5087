#pragma once

#include "mockorg/base/result.hpp"

#include <cstdint>
#include <functional>
#include <vector>

namespace rowlock {

/// Does all tasks on so many threads (at least 1). Each writes to a place of its own, so that the
/// order in which they end changes nothing. `on_done` hears how many are done, one call at a time.
/// The error is that of the first task, in their order, that has one.
Result<void> run_all_tasks(
    const std::vector<std::function<Result<void>()>>& tasks,
    unsigned threads,
    const std::function<void(std::uint64_t)>& on_done
);

}  // namespace rowlock
