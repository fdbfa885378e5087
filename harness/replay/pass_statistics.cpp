#include "harness/replay/pass_statistics.hpp"

#include <algorithm>

namespace rowlock {

void PassStatistics::add(const PassStatistics& other) {
    jobs += other.jobs;
    jobs_failed += other.jobs_failed;
    if (first_job_failure.empty()) first_job_failure = other.first_job_failure;
    retries += other.retries;
    unsafe_rows += other.unsafe_rows;
    ambiguous_rows += other.ambiguous_rows;
    active_time += other.active_time;
    if (other.first_created_ms) add_span(*other.first_created_ms, *other.last_ended_ms);
}

void PassStatistics::add_span(std::int64_t created_ms, std::int64_t ended_ms) {
    first_created_ms = std::min(first_created_ms.value_or(created_ms), created_ms);
    last_ended_ms = std::max(last_ended_ms.value_or(ended_ms), ended_ms);
}

void PassStatistics::add_failure(const std::string& message) {
    ++jobs_failed;
    if (first_job_failure.empty()) first_job_failure = message;
}

}  // namespace rowlock
