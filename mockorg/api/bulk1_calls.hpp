#pragma once

#include "mockorg/api/bulk1_format.hpp"
#include "mockorg/api/router.hpp"

#include <cstdint>

namespace rowlock {

/// Who chooses the form of an answer about a known job. Recorded answers about a job come in the
/// form of the request, those about its batches in that of the job. [cci cassettes]
enum class Bulk1Speaker : std::uint8_t { request, job };

/// The job a call is about and the form of the answer. `content_type` is CSV for a job of Bulk API
/// 2.0 and for no job at all, which the org will refuse.
struct Bulk1Job {
    RecordId id;
    ContentType content_type{};
    Bulk1Format format{};
};

/// Reads the job's id in the path and sets the form of the call's errors. Fails with invalid_job.
Result<Bulk1Job> enter_job(const ApiContext& context, Call& call, Bulk1Speaker speaker);

/// Whether the path lies under /services/async: the address of Bulk API 1.0.
bool is_bulk1_target(const HttpTarget& target);

/// The session id a Bulk API 1.0 request carries: X-SFDC-Session with or without `Bearer`, or else
/// Authorization. [async_api_headers_session; dataloader]
std::string_view session_of(const HttpHeaders& headers);

}  // namespace rowlock
