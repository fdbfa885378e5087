#include "mockorg/api/ask.hpp"
#include "mockorg/api/faces.hpp"
#include "mockorg/api/insight_json.hpp"
#include "mockorg/api/responses.hpp"
#include "mockorg/codec/json_writer.hpp"

#include <fmt/format.h>

#include <span>
#include <utility>

namespace rowlock {
namespace {

constexpr std::uint64_t k_hot_keys_limit = 20;

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

void hot_keys(ApiContext& context, Call call) {
    const Org& org = context.org;
    const auto limit =
        number_parameter(call.target, "limit", k_hot_keys_limit, k_insight_limit_max);
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

constexpr Route k_insight_routes[] = {
    {"GET", "/rowlock/locks", locks},
    {"GET", "/rowlock/hot-keys", hot_keys},
    {"GET", "/rowlock/statistics", statistics},
    {"GET", "/rowlock/trace", trace},
};

}  // namespace

std::span<const Route> insight_routes() {
    return k_insight_routes;
}

}  // namespace rowlock
