#include "mockorg/api/faces.hpp"

#include <array>

namespace rowlock {

std::span<const std::span<const Route>> all_faces() {
    static const std::array k_faces = {
        bulk1_job_routes(),       bulk1_batch_routes(),      bulk2_ingest_routes(),
        bulk2_query_routes(),     rest_resource_routes(),    rest_limit_routes(),
        rest_query_routes(),      rest_search_routes(),      tooling_routes(),
        rest_describe_routes(),   rest_replication_routes(), rest_record_routes(),
        composite_routes(),       composite_graph_routes(),  composite_tree_routes(),
        rest_collection_routes(), oauth_token_routes(),      oauth_authorize_routes(),
        identity_routes(),        soap_partner_routes(),     soap_apex_routes(),
        control_routes(),         session_control_routes(),  fault_control_routes(),
        foreign_control_routes(), insight_routes(),          ledger_control_routes(),
        org_control_routes(),
    };
    return k_faces;
}

}  // namespace rowlock
