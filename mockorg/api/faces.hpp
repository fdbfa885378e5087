#pragma once

#include "mockorg/api/router.hpp"

#include <span>

namespace rowlock {

// The faces of the API: each a table of routes in its own file. A new face is a new line here and
// in faces.cpp.

/// All of them, in the order in which they are asked.
std::span<const std::span<const Route>> all_faces();

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

/// /services/data/vXX.0/limits
std::span<const Route> rest_limit_routes();

/// /services/data/vXX.0/query
std::span<const Route> rest_query_routes();

/// /services/data/vXX.0/sobjects: what there is
std::span<const Route> rest_describe_routes();

/// /services/data/vXX.0/sobjects: what was written or deleted in some time
std::span<const Route> rest_replication_routes();

/// /services/data/vXX.0/sobjects: records
std::span<const Route> rest_record_routes();

/// /services/data/vXX.0/search and /services/data/vXX.0/parameterizedSearch
std::span<const Route> rest_search_routes();

/// /services/data/vXX.0/tooling
std::span<const Route> tooling_routes();

/// /services/data/vXX.0/composite, composite/batch
std::span<const Route> composite_routes();

/// /services/data/vXX.0/composite/graph
std::span<const Route> composite_graph_routes();

/// /services/data/vXX.0/composite/tree
std::span<const Route> composite_tree_routes();

/// /services/data/vXX.0/composite/sobjects
std::span<const Route> rest_collection_routes();

/// /services/oauth2/token, revoke
std::span<const Route> oauth_token_routes();

/// /services/oauth2/authorize
std::span<const Route> oauth_authorize_routes();

/// /services/oauth2/userinfo, /id/{org}/{user}
std::span<const Route> identity_routes();

/// /services/Soap/u/XX.0, /services/Soap/c/XX.0; /services/Soap/m and T, where nothing is
std::span<const Route> soap_partner_routes();

/// /services/Soap/s/XX.0
std::span<const Route> soap_apex_routes();

/// /rowlock/sessions
std::span<const Route> session_control_routes();

/// /rowlock/faults
std::span<const Route> fault_control_routes();

/// /rowlock/orgs
std::span<const Route> org_control_routes();

/// /rowlock/foreign-writers
std::span<const Route> foreign_control_routes();

/// /rowlock: clock, reset, snapshots
std::span<const Route> control_routes();

/// /rowlock: locks, hot keys, statistics
std::span<const Route> insight_routes();

/// /rowlock/ledger
std::span<const Route> ledger_control_routes();

}  // namespace rowlock
