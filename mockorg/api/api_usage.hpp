#pragma once

#include "mockorg/base/time.hpp"
#include "mockorg/engine/bulk_limits.hpp"

#include <cstdint>
#include <deque>

namespace rowlock {

/// Requests an org allows within 24 hours, as its answers tell; 15,000 where none are refused.
inline std::uint64_t daily_requests(const BulkLimits& limits) {
    constexpr std::uint64_t k_usual = 15'000;
    return limits.requests_per_day.value_or(k_usual);
}

/// How many requests came within the last 24 hours of the org's clock, to the hour.
class ApiUsage {
public:
    void count(TimePoint now);

    /// Counts a request; false for one too many, which does not count: who goes on asking would
    /// otherwise never get in again.
    bool admit(TimePoint now, const BulkLimits& limits);

    std::uint64_t in_last_day(TimePoint now) const;

private:
    struct Hour {
        std::int64_t number;
        std::uint64_t requests;
    };

    /// Oldest first; at most 25.
    std::deque<Hour> hours_;
};

}  // namespace rowlock
