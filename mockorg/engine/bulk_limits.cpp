#include "mockorg/engine/bulk_limits.hpp"

#include "mockorg/codec/numbers.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <string>

namespace rowlock {
namespace {

constexpr Duration k_day = std::chrono::hours{24};
/// The platform's own size: larger ones would be a different machine.
constexpr std::int64_t k_rows_per_batch_max = 10'000;
/// A century: longer than any org's clock runs, and far from overflow.
constexpr std::int64_t k_hours_max = 24 * 365 * 100;

Failure bad_limit(std::string_view word) {
    return fail(
        ErrorCode::bad_configuration,
        fmt::format(
            "'{}' is no limit; there are requests-per-day, batches-per-day, rows-per-day, "
            "query-jobs-per-day, query-storage-kb-per-day, rows-per-batch, job-open-hours and "
            "job-kept-hours, each with =NUMBER; rows-per-batch from 1 to 10,000",
            word
        )
    );
}

std::uint64_t* find_count(BulkLimits& limits, std::string_view name) {
    if (name == "batches-per-day") return &limits.batches_per_day;
    if (name == "rows-per-day") return &limits.rows_per_day;
    if (name == "query-jobs-per-day") return &limits.query_jobs_per_day;
    if (name == "query-storage-kb-per-day") return &limits.query_storage_kb_per_day;
    return nullptr;
}

Duration* find_hours(BulkLimits& limits, std::string_view name) {
    if (name == "job-open-hours") return &limits.job_open;
    if (name == "job-kept-hours") return &limits.job_kept;
    return nullptr;
}

}  // namespace

Result<void> set_bulk_limit(BulkLimits& limits, std::string_view word) {
    const std::size_t equals = std::min(word.find('='), word.size());
    const std::string_view name = word.substr(0, equals);
    const auto value = parse_integer(word.substr(std::min(equals + 1, word.size())));
    if (!value || *value < 0) return bad_limit(word);
    if (name == "requests-per-day") {
        limits.requests_per_day = static_cast<std::uint64_t>(*value);
        return {};
    }
    if (std::uint64_t* count = find_count(limits, name)) {
        *count = static_cast<std::uint64_t>(*value);
        return {};
    }
    if (name == "rows-per-batch") {
        if (*value < 1 || *value > k_rows_per_batch_max) return bad_limit(word);
        limits.rows_per_batch = static_cast<std::uint64_t>(*value);
        return {};
    }
    Duration* hours = find_hours(limits, name);
    if (hours == nullptr || *value > k_hours_max) return bad_limit(word);
    *hours = std::chrono::hours{*value};
    return {};
}

void RollingDay::add(TimePoint now, std::uint64_t amount) {
    if (amount == 0) return;
    while (!entries_.empty() && entries_.front().time < now - k_day) entries_.pop_front();
    if (!entries_.empty() && entries_.back().time == now) {
        entries_.back().amount += amount;
    } else {
        entries_.push_back({now, amount});
    }
}

std::uint64_t RollingDay::sum(TimePoint now) const {
    std::uint64_t total = 0;
    for (auto entry = entries_.rbegin(); entry != entries_.rend(); ++entry) {
        if (entry->time < now - k_day) break;
        total += entry->amount;
    }
    return total;
}

std::uint64_t RollingDay::left(TimePoint now, std::uint64_t limit) const {
    return limit - std::min(limit, sum(now));
}

IngestAllowance allow_ingest(
    BulkUsage& usage, const BulkLimits& limits, TimePoint now, std::uint64_t rows
) {
    const std::uint64_t batches_left = usage.batches.left(now, limits.batches_per_day);
    const std::uint64_t rows_left = usage.rows.left(now, limits.rows_per_day);
    IngestAllowance allowance;
    std::uint64_t batches = 0;
    while (allowance.rows < rows && !allowance.exceeded) {
        const std::uint64_t batch = std::min(limits.rows_per_batch, rows - allowance.rows);
        if (batches == batches_left) {
            allowance.exceeded = batches_exceeded();
        } else if (allowance.rows + batch > rows_left) {
            allowance.exceeded = rows_exceeded(limits);
        } else {
            ++batches;
            allowance.rows += batch;
        }
    }
    usage.batches.add(now, batches);
    usage.rows.add(now, allowance.rows);
    return allowance;
}

Error batches_exceeded() {
    return {ErrorCode::exceeded_quota, "ApiBatchItems Limit exceeded", {}};
}

Error rows_exceeded(const BulkLimits& limits) {
    return {
        ErrorCode::exceeded_quota,
        fmt::format("Max records ({}) per 24 hrs has been reached", limits.rows_per_day),
        {}};
}

Error query_jobs_exceeded(const BulkLimits& limits) {
    return {
        ErrorCode::limit_exceeded,
        fmt::format(
            "Max bulk v2 query jobs ({}) per 24 hrs has been reached", limits.query_jobs_per_day
        ),
        {}};
}

Error query_storage_exceeded(const BulkLimits& limits) {
    return {
        ErrorCode::limit_exceeded,
        fmt::format(
            "Max bulk v2 query result size stored ({}) kb per 24 hrs has been exceeded",
            limits.query_storage_kb_per_day
        ),
        {}};
}

Result<void> check_job_open(const BulkLimits& limits, TimePoint created, TimePoint now) {
    if (now - created <= limits.job_open) return {};
    return fail(
        ErrorCode::invalid_job_state,
        fmt::format(
            "The job was created more than {} hours ago and takes no more data",
            std::chrono::duration_cast<std::chrono::hours>(limits.job_open).count()
        )
    );
}

}  // namespace rowlock
