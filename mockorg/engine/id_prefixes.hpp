#pragma once

#include "mockorg/base/record_id.hpp"

namespace rowlock {

// First characters of the ids of what is no record. [facts recorded from real orgs]

inline constexpr KeyPrefix k_organization_prefix = {'0', '0', 'D'};
inline constexpr KeyPrefix k_locator_prefix = {'0', '1', 'g'};
/// Jobs of both Bulk APIs.
inline constexpr KeyPrefix k_job_prefix = {'7', '5', '0'};
inline constexpr KeyPrefix k_batch_prefix = {'7', '5', '1'};
/// Results of a Bulk API 1.0 query; shown with 15 characters.
inline constexpr KeyPrefix k_query_result_prefix = {'7', '5', '2'};

}  // namespace rowlock
