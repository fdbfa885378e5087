#pragma once

#include "mockorg/api/router.hpp"

#include <span>

namespace rowlock {

// The faces of the API: each a table of routes in its own file. A new face is a new line here and
// in api.cpp.

/// /services/async/XX.0/job, .../job/{job}
std::span<const Route> bulk1_job_routes();

/// /services/async/XX.0/job/{job}/batch
std::span<const Route> bulk1_batch_routes();

/// /services/data/vXX.0/jobs/ingest
std::span<const Route> bulk2_ingest_routes();

/// /services/data/vXX.0/jobs/query
std::span<const Route> bulk2_query_routes();

/// /services/data, limits
std::span<const Route> rest_resource_routes();

/// /services/data/vXX.0/query
std::span<const Route> rest_query_routes();

/// /services/data/vXX.0/sobjects
std::span<const Route> rest_record_routes();

/// /rowlock: clock, reset, snapshots
std::span<const Route> control_routes();

/// /rowlock: locks, ledger, statistics
std::span<const Route> insight_routes();

}  // namespace rowlock
