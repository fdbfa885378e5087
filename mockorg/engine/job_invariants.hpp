#pragma once

#include "mockorg/engine/job.hpp"

namespace rowlock {

/// Asserts that the job's counters, batches and rows agree. `gone`: its rows may have been
/// forgotten.
void check_invariants_of(const Job& job, bool gone);

}  // namespace rowlock
