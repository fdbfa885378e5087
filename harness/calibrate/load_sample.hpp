#pragma once

#include "harness/calibrate/run_sample.hpp"

namespace rowlock {

/// The sample of a load file, plan or CSV rows, which lock what the lock rules say. `arrivals`, if
/// there are any: when its batches were sent in fact. bad_configuration for a load of the REST API;
/// errors of the load, its files and its schema.
Result<RunSample> sample_load(
    const ScheduledLoad& scheduled,
    const std::vector<Duration>& arrivals,
    const SampleOptions& options
);

}  // namespace rowlock
