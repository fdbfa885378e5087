#include "mockorg/api/ask.hpp"
#include "mockorg/api/faces.hpp"
#include "mockorg/api/insight_json.hpp"
#include "mockorg/api/responses.hpp"
#include "mockorg/codec/dates.hpp"
#include "mockorg/codec/json_writer.hpp"
#include "mockorg/engine/ledger_report.hpp"
#include "mockorg/explain/advice.hpp"
#include "mockorg/explain/contention_json.hpp"
#include "mockorg/explain/explanation.hpp"
#include "mockorg/explain/ledger_file.hpp"

#include <cstddef>
#include <span>
#include <string>
#include <utility>

namespace rowlock {
namespace {

constexpr std::uint64_t k_page = 100;
constexpr std::uint64_t k_export_failures = 100'000;
/// As many as a ledger file that explain reads has room for.
constexpr std::uint64_t k_export_failures_max = 400'000;

void append_sides(JsonWriter& json, const Org& org, const LockFailure& failure) {
    const std::vector<LockRule>& rules = org.lock_rules().rules();
    json.member("rule", rules.at(failure.rule).id);
    json.key("waiter");
    append_origin(json, org, failure.waiter);
    json.member("waiterRow", failure.waiter_row).key("holder");
    append_origin(json, org, failure.holder);
    json.member("holderRow", failure.holder_row)
        .member("holderRule", rules.at(failure.holder_rule).id)
        .member("heldSince", json_datetime(failure.holder_since))
        .member("queuedBefore", failure.queued_before);
}

void append_failure(JsonWriter& json, const Org& org, const LockFailure& failure) {
    json.begin_object()
        .member("time", json_datetime(failure.time))
        .member("waitingSince", json_datetime(failure.waiting_since))
        .member("waitedSeconds", to_seconds(failure.time - failure.waiting_since));
    append_key(json, org, failure.key);
    append_sides(json, org, failure);
    json.member("rowsFailed", failure.rows_failed).member("deadlock", failure.deadlock);
}

void ledger(ApiContext& context, Call call) {
    const Org& org = context.org;
    const std::span<const LockFailure> failures = org.ledger().failures();
    const auto limit = number_parameter(call.target, "limit", k_page, k_insight_limit_max);
    if (!limit) return refuse(call, limit.error());
    const auto offset = number_parameter(call.target, "offset", 0, INT64_MAX);
    if (!offset) return refuse(call, offset.error());
    LedgerReportOptions options;
    options.first_failure = static_cast<std::size_t>(*offset);
    options.failures_max = static_cast<std::size_t>(*limit);
    const LedgerReport report = ledger_report(org, options);
    const Adviser adviser{report};
    std::string body;
    JsonWriter json{body};
    json.begin_object()
        .member("total", std::uint64_t{failures.size()})
        .member("dropped", org.ledger().dropped())
        .key("failures")
        .begin_array();
    for (std::size_t i = 0; i < report.failures.size(); ++i) {
        append_failure(json, org, failures[options.first_failure + i]);
        json.member("explanation", explain(report, report.failures[i]));
        append_advice(json.key("avoidedBy"), adviser.advise(report.failures[i]));
        json.end_object();
    }
    json.end_array().end_object();
    call.respond(json_response(200, std::move(body)));
}

void export_ledger(ApiContext& context, Call call) {
    const auto failures =
        number_parameter(call.target, "failures", k_export_failures, k_export_failures_max);
    if (!failures) return refuse(call, failures.error());
    LedgerReportOptions options;
    options.failures_max = static_cast<std::size_t>(*failures);
    call.respond(json_response(200, ledger_json(ledger_report(context.org, options))));
}

void timeline(ApiContext& context, Call call) {
    call.respond(json_response(200, chrome_trace(lock_timeline(context.org))));
}

constexpr Route k_ledger_control_routes[] = {
    {"GET", "/rowlock/ledger", ledger},
    {"GET", "/rowlock/ledger/export", export_ledger},
    {"GET", "/rowlock/ledger/timeline", timeline},
};

}  // namespace

std::span<const Route> ledger_control_routes() {
    return k_ledger_control_routes;
}

}  // namespace rowlock
