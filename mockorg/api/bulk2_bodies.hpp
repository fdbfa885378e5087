#pragma once

#include "mockorg/base/result.hpp"
#include "mockorg/codec/http_message.hpp"
#include "mockorg/engine/query_job.hpp"
#include "mockorg/engine/requests.hpp"

#include <string>
#include <string_view>

namespace rowlock {

/// Reads a Bulk API 2.0 create, JSON or multipart with the data in it. Members nobody knows are
/// ignored, members of the wrong type are not.
Result<CreateIngestJob> read_create_ingest_job(const HttpRequest& request, double api_version);

/// Reads a Bulk API 2.0 query create.
Result<CreateQueryJob> read_create_query_job(const HttpRequest& request, double api_version);

/// Reads the state a PATCH asks for; empty if it names none. Other members are ignored.
Result<std::string> read_job_state(std::string_view json);

}  // namespace rowlock
