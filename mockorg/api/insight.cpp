#include "mockorg/api/ask.hpp"
#include "mockorg/api/faces.hpp"
#include "mockorg/api/responses.hpp"
#include "mockorg/codec/dates.hpp"
#include "mockorg/codec/json_writer.hpp"
#include "mockorg/codec/numbers.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <span>
#include <utility>

namespace rowlock {
namespace {

constexpr std::uint64_t k_limit_max = 10'000;
constexpr std::uint64_t k_ledger_limit = 100;
constexpr std::uint64_t k_hot_keys_limit = 20;

void append_key(JsonWriter& json, const Org& org, LockKey key) {
    if (key.kind() == LockKeyKind::group_membership) {
        json.key("key").begin_object().member("object", "group memberships").end_object();
        return;
    }
    const RecordHandle record = key.record();
    if (key.kind() == LockKeyKind::unique_value) {
        json.key("key")
            .begin_object()
            .member("object", org.config().schema->object(record.object).name)
            .member("uniqueValue", record.row)
            .end_object();
        return;
    }
    json.key("key")
        .begin_object()
        .member("object", org.config().schema->object(record.object).name)
        .member("id", org.id_of(record).text())
        .end_object();
}

void append_origin(JsonWriter& json, const Org& org, const TransactionOrigin& origin) {
    json.begin_object();
    if (origin.kind == TransactionOrigin::Kind::rest) {
        json.member("kind", "rest");
    } else if (origin.kind == TransactionOrigin::Kind::foreign) {
        json.member("kind", "foreign").member("name", org.foreign_writer(origin));
    } else {
        json.member("kind", "bulk")
            .member("job", org.job_id(origin.job).text())
            .member("batch", origin.batch)
            .member("firstRow", origin.first_row)
            .member("rows", origin.rows);
    }
    json.end_object();
}

void append_failure(JsonWriter& json, const Org& org, const LockFailure& failure) {
    json.begin_object()
        .member("time", json_datetime(failure.time))
        .member("waitingSince", json_datetime(failure.waiting_since))
        .member("waitedSeconds", to_seconds(failure.time - failure.waiting_since));
    append_key(json, org, failure.key);
    json.member("rule", org.lock_rules().rules().at(failure.rule).id);
    json.key("waiter");
    append_origin(json, org, failure.waiter);
    json.member("waiterRow", failure.waiter_row).key("holder");
    append_origin(json, org, failure.holder);
    json.member("holderRow", failure.holder_row)
        .member("rowsFailed", failure.rows_failed)
        .member("deadlock", failure.deadlock)
        .end_object();
}

/// A query parameter from 0 to `max`, or `standard` if it is not given.
Result<std::uint64_t> number_parameter(
    const HttpTarget& target, std::string_view name, std::uint64_t standard, std::uint64_t max
) {
    if (!target.has_parameter(name)) return standard;
    const auto number = parse_integer(target.parameter(name));
    if (number && *number >= 0 && static_cast<std::uint64_t>(*number) <= max) {
        return static_cast<std::uint64_t>(*number);
    }
    return fail(
        ErrorCode::client_input_error, fmt::format("'{}' must be a number from 0 to {}", name, max)
    );
}

void locks(ApiContext& context, Call call) {
    const Org& org = context.org;
    std::string body;
    JsonWriter json{body};
    json.begin_object().key("locks").begin_array();
    for (const HeldLock& lock : org.held_locks()) {
        json.begin_object();
        append_key(json, org, lock.key);
        json.key("holder");
        append_origin(json, org, lock.holder);
        json.key("waiters").begin_array();
        for (const TransactionOrigin& waiter : lock.waiters) append_origin(json, org, waiter);
        json.end_array().end_object();
    }
    json.end_array().end_object();
    call.respond(json_response(200, std::move(body)));
}

void ledger(ApiContext& context, Call call) {
    const Org& org = context.org;
    const auto failures = org.ledger().failures();
    const auto limit = number_parameter(call.target, "limit", k_ledger_limit, k_limit_max);
    if (!limit) return refuse(call, limit.error());
    const auto offset = number_parameter(call.target, "offset", 0, INT64_MAX);
    if (!offset) return refuse(call, offset.error());
    const std::size_t begin = std::min<std::size_t>(*offset, failures.size());
    const std::size_t count = std::min<std::size_t>(*limit, failures.size() - begin);
    std::string body;
    JsonWriter json{body};
    json.begin_object()
        .member("total", std::uint64_t{failures.size()})
        .member("dropped", org.ledger().dropped())
        .key("failures")
        .begin_array();
    for (const LockFailure& failure : failures.subspan(begin, count)) {
        append_failure(json, org, failure);
    }
    json.end_array().end_object();
    call.respond(json_response(200, std::move(body)));
}

void hot_keys(ApiContext& context, Call call) {
    const Org& org = context.org;
    const auto limit = number_parameter(call.target, "limit", k_hot_keys_limit, k_limit_max);
    if (!limit) return refuse(call, limit.error());
    std::string body;
    JsonWriter json{body};
    json.begin_object().key("hotKeys").begin_array();
    for (const KeyContention& hot : org.hottest_keys(static_cast<std::size_t>(*limit))) {
        json.begin_object();
        append_key(json, org, hot.key);
        json.member("rowsFailed", hot.rows_failed)
            .member("timeouts", hot.timeouts)
            .member("waits", hot.waits)
            .member("waitedSeconds", to_seconds(hot.waited))
            .end_object();
    }
    json.end_array().end_object();
    call.respond(json_response(200, std::move(body)));
}

void statistics(ApiContext& context, Call call) {
    const LockStatistics sums = context.org.lock_statistics();
    std::string body;
    JsonWriter json{body};
    json.begin_object()
        .member("transactions", sums.transactions)
        .member("lockWaits", sums.lock_waits)
        .member("lockTimeouts", sums.lock_timeouts)
        .member("deadlocks", sums.deadlocks)
        .member("rowsFailed", sums.rows_failed)
        .member("waitedSeconds", to_seconds(sums.waited))
        .member("batchSeconds", to_seconds(sums.batch_time))
        .member("holdSeconds", to_seconds(sums.hold_time))
        .member("batchesInLastDay", context.org.batches_in_last_day())
        .member("requestsInLastDay", context.usage.in_last_day(context.org.now()))
        .end_object();
    call.respond(json_response(200, std::move(body)));
}

void trace(ApiContext& context, Call call) {
    const Trace& events = context.org.trace();
    std::string body;
    JsonWriter json{body};
    json.begin_object()
        .member("hash", fmt::format("{:016x}", events.hash()))
        .member("count", events.count())
        .end_object();
    call.respond(json_response(200, std::move(body)));
}

constexpr Route k_routes[] = {
    {"GET", "/rowlock/locks", locks},
    {"GET", "/rowlock/ledger", ledger},
    {"GET", "/rowlock/hot-keys", hot_keys},
    {"GET", "/rowlock/statistics", statistics},
    {"GET", "/rowlock/trace", trace},
};

}  // namespace

std::span<const Route> insight_routes() {
    return k_routes;
}

}  // namespace rowlock
