#pragma once

#include "checks/findings/data_settings.hpp"
#include "checks/findings/findings.hpp"
#include "checks/input/input_request.hpp"
#include "checks/input/loaded_input.hpp"
#include "checks/model/batching.hpp"

namespace rowlock {

/// Finds what is wrong with the batches of a plan that names rows, not files: which rows share a
/// batch or a transaction is known from the plan alone. Batches larger than the API takes, and rows
/// of one transaction that write the same record. Looks at the first load's batches.
void find_in_planned_batches(
    const LoadedInput& input,
    const Batching& batching,
    const InputRequest& request,
    const BatchCaps& caps,
    Findings& findings
);

/// Tells which of the first load's jobs the platform cuts into several batches.
void find_cut_jobs(const Batching& batching, Findings& findings);

}  // namespace rowlock
