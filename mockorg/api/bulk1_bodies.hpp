#pragma once

#include "mockorg/base/result.hpp"
#include "mockorg/codec/http_message.hpp"
#include "mockorg/engine/bulk1_requests.hpp"

#include <string>

namespace rowlock {

/// Reads a Bulk API 1.0 create, its jobInfo and its headers. XML or JSON, whichever the body looks
/// like: clients send XML under text/csv. Members nobody knows are ignored.
Result<CreateBulk1Job> read_create_bulk1_job(const HttpRequest& request, double api_version);

/// Reads the state a jobInfo asks for. Beside it only the id may be given. [Limits, "Job status
/// change"]
Result<std::string> read_bulk1_job_state(const HttpRequest& request);

}  // namespace rowlock
