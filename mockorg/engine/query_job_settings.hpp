#pragma once

#include "mockorg/base/time.hpp"

#include <cstdint>

namespace rowlock {

/// How an org works on the query jobs of Bulk API 2.0. None of it is published: estimates.
struct QueryJobSettings {
    /// From a job's creation until it is InProgress.
    Duration start_delay = seconds(0.5);
    /// From then until its first rows are counted.
    Duration overhead = seconds(1.0);
    /// Rows that are counted at once (one or more), and the time they take.
    std::uint32_t step_rows = 10'000;
    Duration step_time = seconds(0.2);
    /// Rows of one page of results when the client does not say; one or more. Widely used clients
    /// cannot read a second page that they did not ask for. [client: jsforce]
    std::uint64_t page_rows = 1'000'000;
};

}  // namespace rowlock
