#pragma once

#include "mockorg/base/time.hpp"

#include <cstdint>
#include <optional>
#include <string>

namespace rowlock {

/// Figures about the batches of one pass. With Bulk API 2.0 a batch is a job.
struct PassStatistics {
    std::uint64_t jobs = 0;
    std::uint64_t jobs_failed = 0;
    /// Error message of the first failed job.
    std::string first_job_failure;
    /// Times the org sent a batch back to its queue.
    std::uint64_t retries = 0;
    /// Rows that may have arrived, and would be doubled if they were sent again.
    std::uint64_t unsafe_rows = 0;
    /// Rows whose results fit other rows as well, so that nobody can say which is whose.
    std::uint64_t ambiguous_rows = 0;
    /// Sum of the jobs' active processing times.
    Duration active_time{};
    /// On the org's clock, milliseconds since 1970: first job created, last job ended.
    std::optional<std::int64_t> first_created_ms;
    std::optional<std::int64_t> last_ended_ms;

    void add(const PassStatistics& other);

    /// One more that was created and has ended.
    void add_span(std::int64_t created_ms, std::int64_t ended_ms);

    void add_failure(const std::string& message);
};

}  // namespace rowlock
