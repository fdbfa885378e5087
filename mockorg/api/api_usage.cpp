#include "mockorg/api/api_usage.hpp"

namespace rowlock {
namespace {

std::int64_t hour_of(TimePoint time) {
    return std::chrono::floor<std::chrono::hours>(time.time_since_epoch()).count();
}

}  // namespace

void ApiUsage::count(TimePoint now) {
    const std::int64_t hour = hour_of(now);
    while (!hours_.empty() && hours_.front().number <= hour - 24) hours_.pop_front();
    // The org was put back to an earlier time: what came later has not happened.
    while (!hours_.empty() && hours_.back().number > hour) hours_.pop_back();
    if (hours_.empty() || hours_.back().number != hour) hours_.push_back({hour, 0});
    ++hours_.back().requests;
}

bool ApiUsage::admit(TimePoint now, const BulkLimits& limits) {
    if (limits.requests_per_day && in_last_day(now) >= *limits.requests_per_day) return false;
    count(now);
    return true;
}

std::uint64_t ApiUsage::in_last_day(TimePoint now) const {
    const std::int64_t hour = hour_of(now);
    std::uint64_t sum = 0;
    for (const Hour& entry : hours_) {
        if (entry.number > hour - 24 && entry.number <= hour) sum += entry.requests;
    }
    return sum;
}

}  // namespace rowlock
