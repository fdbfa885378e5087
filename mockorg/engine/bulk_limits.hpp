#pragma once

#include "mockorg/base/result.hpp"
#include "mockorg/base/time.hpp"

#include <cstdint>
#include <deque>
#include <optional>
#include <string_view>

namespace rowlock {

/// What an org allows its bulk jobs, on the org's own clock. The defaults are those of a real org.
/// [limits cheat sheet, Bulk API]
struct BulkLimits {
    /// Requests of any API within 24 hours; nothing: counted, but never refused.
    std::optional<std::uint64_t> requests_per_day;
    /// Batches within 24 hours, both APIs together: all of Bulk API 1.0, PK chunking's too, and of
    /// 2.0 one of each internal batch of ingest jobs. [bulk_common_limits]
    std::uint64_t batches_per_day = 15'000;
    /// Rows of ingest jobs within 24 hours, both APIs together.
    std::uint64_t rows_per_day = 150'000'000;
    /// Query jobs of Bulk API 2.0 created within 24 hours.
    std::uint64_t query_jobs_per_day = 10'000;
    /// Result files of these within 24 hours, in kB of 1,024 bytes. [limits; airbyte]
    std::uint64_t query_storage_kb_per_day = 1'000'000'000;
    /// Rows of an internal batch of a Bulk API 2.0 job; at least 1.
    /// [datafiles_understanding_bulk2_ingest]
    std::uint64_t rows_per_batch = 10'000;
    /// How long after its creation a job takes data.
    Duration job_open = std::chrono::hours{24};
    /// How long after its end a job and its results are kept; an open one as long after its last
    /// change.
    Duration job_kept = std::chrono::hours{7 * 24};
};

/// Sets one limit from `name=value`: requests-per-day, batches-per-day, rows-per-day,
/// query-jobs-per-day, query-storage-kb-per-day, rows-per-batch, or in hours job-open-hours,
/// job-kept-hours. Fails with bad_configuration.
Result<void> set_bulk_limit(BulkLimits& limits, std::string_view word);

/// How much happened within the last 24 hours. Copies are snapshots.
class RollingDay {
public:
    /// Times must not run backwards.
    void add(TimePoint now, std::uint64_t amount = 1);

    std::uint64_t sum(TimePoint now) const;

    /// How much more may happen now under this limit.
    std::uint64_t left(TimePoint now, std::uint64_t limit) const;

private:
    struct Entry {
        TimePoint time;
        std::uint64_t amount;
    };

    /// Oldest first.
    std::deque<Entry> entries_;
};

/// What the daily limits are counted against.
struct BulkUsage {
    RollingDay batches;
    /// Of ingest jobs.
    RollingDay rows;
    RollingDay query_jobs;
    /// Bytes of query jobs' result files.
    RollingDay query_storage;
};

/// What the daily limits leave of a Bulk API 2.0 ingest job.
struct IngestAllowance {
    /// Whole batches' rows from the job's first row on.
    std::uint64_t rows = 0;
    /// Why they are not all.
    std::optional<Error> exceeded;
};

/// Takes what batches and rows there are for a job of so many rows, and books them as used.
IngestAllowance allow_ingest(
    BulkUsage& usage, const BulkLimits& limits, TimePoint now, std::uint64_t rows
);

/// exceeded_quota: a batch beyond batches_per_day. As a job's errorMessage see job_error_text().
Error batches_exceeded();

/// exceeded_quota: a row beyond rows_per_day.
Error rows_exceeded(const BulkLimits& limits);

/// limit_exceeded: a query job beyond query_jobs_per_day. [airbyte]
Error query_jobs_exceeded(const BulkLimits& limits);

/// limit_exceeded: a query job beyond query_storage_kb_per_day. [airbyte]
Error query_storage_exceeded(const BulkLimits& limits);

/// invalid_job_state: data or batches for a job created longer than job_open ago; nothing if it is
/// not.
Result<void> check_job_open(const BulkLimits& limits, TimePoint created, TimePoint now);

/// Whether a job last changed then is forgotten by now. Jobs that run never are.
inline bool is_forgotten(const BulkLimits& limits, TimePoint changed, TimePoint now) {
    return now - changed > limits.job_kept;
}

}  // namespace rowlock
