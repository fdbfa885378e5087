#pragma once

#include "harness/load/rows_load.hpp"
#include "harness/schedule/scheduled_load.hpp"
#include "mockorg/base/result.hpp"

#include <string>
#include <vector>

namespace rowlock {

/// The loads that `FILE` or `FILE#STRATEGY` names, one for each strategy, their sources opened: a
/// load file, a plan or CSV rows, see read_load_input(). Named `FILE#STRATEGY` unless there is but
/// one strategy.
Result<std::vector<ScheduledLoad>> read_load_choices(
    const std::string& choice, const RowsDescription& described
);

/// The same where there must be one; bad_configuration if the load has several strategies and none
/// is named.
Result<ScheduledLoad> read_load_choice(const std::string& choice, const RowsDescription& described);

}  // namespace rowlock
