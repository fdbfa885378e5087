#pragma once

#include "mockorg/base/result.hpp"
#include "mockorg/codec/http_message.hpp"
#include "mockorg/engine/requests.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace rowlock {

/// Which of the two lists of Bulk API 2.0: jobs/ingest or jobs/query. Both also show jobs of Bulk
/// API 1.0.
enum class JobFamily : std::uint8_t { ingest, query };

/// One page of the list of jobs, as JSON: at most 1000 of `jobs`, which come by ascending id, after
/// the query's filters and from its `queryLocator` on. The locator names the last job shown, so
/// that deletes between two pages neither skip nor repeat a job. Fails with invalid_query_locator.
Result<std::string> job_list_page(
    const std::vector<JobInfo>& jobs,
    const HttpTarget& target,
    double api_version,
    JobFamily family = JobFamily::ingest
);

}  // namespace rowlock
