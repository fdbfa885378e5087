#include "mockorg/api/replication_span.hpp"

#include "mockorg/codec/dates.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <string>

namespace rowlock {
namespace {

constexpr std::int64_t k_minute = 60'000;
constexpr std::int64_t k_day = 24 * 60 * k_minute;
constexpr std::int64_t k_days_back_max = 30;
/// [REST API guide: sObject Get Deleted]
constexpr std::int64_t k_deletions_kept = 15 * k_day;

std::string soql_time(std::int64_t milliseconds) {
    std::string text;
    append_z_datetime(text, milliseconds);
    return text;
}

RunQuery span_query(
    std::string_view fields, const ObjectType& object, const ReplicationSpan& span
) {
    RunQuery query;
    query.soql = fmt::format(
        "SELECT {} FROM {} WHERE SystemModstamp >= {} AND SystemModstamp < {}",
        fields,
        object.name,
        soql_time(span.start),
        soql_time(span.end)
    );
    query.page_size = k_replicated_max;
    return query;
}

Result<std::int64_t> read_minute(std::string_view name, std::string_view text) {
    if (text.empty()) {
        return fail(
            ErrorCode::missing_argument, fmt::format("The parameter '{}' is missing", name)
        );
    }
    // A plus sign that was not escaped has become a blank.
    std::string zoned{text};
    if (const std::size_t blank = zoned.find(' '); blank != std::string::npos) zoned[blank] = '+';
    const auto time = parse_datetime(zoned);
    if (!time) {
        return fail(
            ErrorCode::client_input_error,
            fmt::format("The parameter '{}' must be a date and time, not {}", name, text)
        );
    }
    return *time - *time % k_minute;
}

}  // namespace

Result<ReplicationSpan> read_replication_span(
    std::string_view start, std::string_view end, TimePoint now
) {
    const auto from = read_minute("start", start);
    if (!from) return tl::unexpected{from.error()};
    const auto to = read_minute("end", end);
    if (!to) return tl::unexpected{to.error()};
    if (*to <= *from) {
        return fail(
            ErrorCode::client_input_error, "The end must be at least one minute after the start"
        );
    }
    if (milliseconds_of(now) - *from > k_days_back_max * k_day) {
        return fail(
            ErrorCode::client_input_error, "The start must not be more than 30 days in the past"
        );
    }
    return ReplicationSpan{*from, *to};
}

RunQuery updated_query(const ObjectType& object, const ReplicationSpan& span) {
    return span_query("Id", object, span);
}

RunQuery deleted_query(const ObjectType& object, const ReplicationSpan& span) {
    RunQuery query = span_query("Id, SystemModstamp", object, span);
    query.soql.append(" AND IsDeleted = true");
    query.include_deleted = true;
    return query;
}

Result<void> check_replicated(const RunQuery::Reply& page) {
    if (page.total <= k_replicated_max) return {};
    return fail(
        ErrorCode::exceeded_id_limit, fmt::format("More than {} records fit", k_replicated_max)
    );
}

std::int64_t covered_until(const ReplicationSpan& span, TimePoint now) {
    return std::min(span.end, milliseconds_of(now));
}

std::int64_t earliest_deletion(TimePoint org_start, TimePoint now) {
    return std::max(milliseconds_of(org_start), milliseconds_of(now) - k_deletions_kept);
}

}  // namespace rowlock
