#pragma once

#include "mockorg/engine/bulk1_requests.hpp"
#include "mockorg/engine/config.hpp"
#include "mockorg/engine/job.hpp"

namespace rowlock {

/// Checks a create request against the org and makes the job it asks for, without id and times.
/// Errors are the platform's answers to a bad create.
Result<Job> make_job(const OrgConfig& config, const CreateIngestJob& request);

/// The same for Bulk API 1.0. Operations are words in their own letter case, query and queryAll
/// among them.
Result<Job> make_job(const OrgConfig& config, const CreateBulk1Job& request);

/// The lane of a Bulk API 2.0 job of either kind. Fails with invalid_job where the org refuses
/// `concurrencyMode: Serial`.
Result<Lane> bulk2_lane(Bulk2Serial setting, bool serial_asked);

}  // namespace rowlock
