#include "mockorg/api/replication_span.hpp"

#include "mockorg/api/record_reading.hpp"
#include "mockorg/codec/dates.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <string>

namespace rowlock {
namespace {

constexpr std::int64_t k_minute = 60'000;
constexpr std::int64_t k_day = 24 * 60 * k_minute;
constexpr std::int64_t k_updates_days = 30;
constexpr std::int64_t k_deletions_days = 15;
/// More records than this are told to nobody. [REST API guide: sObject Get Updated]
constexpr std::uint32_t k_replicated_max = 600'000;
/// [REST API guide: sObject Get Deleted]
constexpr std::int64_t k_deletions_kept = k_deletions_days * k_day;

std::string soql_time(std::int64_t milliseconds) {
    std::string text;
    append_z_datetime(text, milliseconds);
    return text;
}

/// Live records that were made or changed in that time; if `deleted` says so, those that went into
/// the recycle bin then and are in there.
Result<RunQuery::Reply> ask(Org& org, const ReplicationQuestion& question, bool deleted) {
    RunQuery query;
    query.soql = fmt::format(
        "SELECT Id, SystemModstamp FROM {} WHERE SystemModstamp >= {} AND SystemModstamp < {}{}",
        question.object->name,
        soql_time(question.span.start),
        soql_time(question.span.end),
        deleted ? " AND IsDeleted = true" : ""
    );
    query.include_deleted = deleted;
    query.page_size = k_replicated_max;
    Result<RunQuery::Reply> found;
    org.submit(org.now(), std::move(query), [&](Result<RunQuery::Reply> reply) {
        found = std::move(reply);
    });
    return found;
}

Result<void> check_count(std::uint64_t records) {
    if (records <= k_replicated_max) return {};
    return fail(
        ErrorCode::exceeded_id_limit, fmt::format("More than {} records fit", k_replicated_max)
    );
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
    ReplicationKind kind, std::string_view start, std::string_view end, TimePoint now
) {
    const auto from = read_minute("start", start);
    if (!from) return tl::unexpected{from.error()};
    const auto to = read_minute("end", end);
    if (!to) return tl::unexpected{to.error()};
    if (*to <= *from) {
        return fail(
            ErrorCode::invalid_replication_date,
            "The end must be at least one minute after the start"
        );
    }
    const std::int64_t days = kind == ReplicationKind::updated ? k_updates_days : k_deletions_days;
    if (milliseconds_of(now) - *from > days * k_day) {
        return fail(
            ErrorCode::invalid_replication_date,
            fmt::format("The start must not be more than {} days in the past", days)
        );
    }
    return ReplicationSpan{*from, *to};
}

Result<std::vector<RecordId>> updated_records(Org& org, const ReplicationQuestion& question) {
    const auto found = ask(org, question, false);
    if (!found) return Failure{found.error()};
    if (auto checked = check_count(found->total); !checked) return Failure{checked.error()};
    std::vector<RecordId> ids;
    for (const RecordFields& record : found->records) ids.push_back(record.id);
    return ids;
}

Result<std::vector<DeletedRecord>> deleted_records(Org& org, const ReplicationQuestion& question) {
    const auto found = ask(org, question, true);
    if (!found) return Failure{found.error()};
    const auto& [object, span] = question;
    const auto purged = org.purged_records(object->number, span.start, span.end);
    if (auto checked = check_count(found->total + purged.size()); !checked)
        return Failure{checked.error()};
    std::vector<DeletedRecord> records;
    for (const RecordFields& record : found->records)
        records.push_back({record.id, *parse_datetime(field_text(record, "SystemModstamp"))});
    for (const auto& each : purged) records.push_back({each.id, each.deleted});
    return records;
}

std::int64_t covered_until(const ReplicationSpan& span, TimePoint now) {
    return std::min(span.end, milliseconds_of(now));
}

std::int64_t earliest_deletion(TimePoint org_start, TimePoint now) {
    return std::max(milliseconds_of(org_start), milliseconds_of(now) - k_deletions_kept);
}

}  // namespace rowlock
