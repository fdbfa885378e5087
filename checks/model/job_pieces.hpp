#pragma once

#include "checks/model/batching.hpp"

#include <cstdint>
#include <vector>

namespace rowlock {

/// What Bulk API 2.0 works a job off in; observed, not documented. [planning facts, section 1]
inline constexpr std::uint32_t k_job_piece_rows = 10'000;

/// Cuts each batch, which is a job, into the pieces that the platform makes of it. Those of one job
/// may run together, whatever the client holds back: it sends jobs. What it holds apart from a job
/// it holds apart from all pieces.
void cut_jobs(Batching& batching);

/// Position of the job that a batch is a piece of.
std::uint32_t job_of(const Batching& batching, std::uint32_t batch);

/// The jobs, in their order, as the batches they were before.
std::vector<PlannedBatch> jobs_of(const Batching& batching);

}  // namespace rowlock
