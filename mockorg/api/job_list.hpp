#pragma once

#include "mockorg/base/result.hpp"
#include "mockorg/codec/http_message.hpp"
#include "mockorg/engine/requests.hpp"

#include <string>
#include <vector>

namespace rowlock {

/// One page of the list of jobs, as JSON: at most 1000 of `jobs`, which come oldest first, after
/// the query's filters and from its `queryLocator` on. The locator names the last job shown, so
/// that deletes between two pages neither skip nor repeat a job. Fails with invalid_query_locator.
Result<std::string> job_list_page(
    const std::vector<JobInfo>& jobs, const HttpTarget& target, double api_version
);

}  // namespace rowlock
