#include "harness/rehearse/rehearsal.hpp"

#include "mockorg/api/foreign_report_json.hpp"
#include "mockorg/codec/json_writer.hpp"
#include "mockorg/explain/contention_json.hpp"

#include <fmt/core.h>

#include <algorithm>

namespace rowlock {
namespace {

void append_locks(JsonWriter& json, const LockStatistics& locks) {
    json.begin_object()
        .member("transactions", locks.transactions)
        .member("waits", locks.lock_waits)
        .member("timeouts", locks.lock_timeouts)
        .member("deadlocks", locks.deadlocks)
        .member("rowsFailed", locks.rows_failed)
        .member("waitedSeconds", to_seconds(locks.waited))
        .member("heldSeconds", to_seconds(locks.hold_time))
        .member("batchSeconds", to_seconds(locks.batch_time))
        .end_object();
}

void append_hottest(JsonWriter& json, const std::vector<HotParent>& hottest) {
    json.begin_array();
    for (const HotParent& parent : hottest) {
        json.begin_object()
            .member("object", parent.object)
            .member("id", parent.id)
            .member("rowsFailed", parent.rows_failed)
            .member("timeouts", parent.timeouts)
            .member("waits", parent.waits)
            .member("waitedSeconds", to_seconds(parent.waited))
            .end_object();
    }
    json.end_array();
}

template <class T>
void append_if(JsonWriter& json, const char* name, const std::optional<T>& value) {
    if (value) json.member(name, *value);
}

void append_reported(JsonWriter& json, const std::optional<ReportedOutcome>& reported) {
    if (!reported) {
        json.null();
        return;
    }
    json.begin_object();
    append_if(json, "failedPercent", reported->failed_percent);
    append_if(json, "rows", reported->rows);
    append_if(json, "failed", reported->failed);
    append_if(json, "durationHours", reported->duration_hours);
    json.member("note", reported->note).end_object();
}

void append_faults(JsonWriter& json, const std::vector<FaultCount>& faults) {
    json.begin_array();
    for (const FaultCount& fault : faults) {
        json.begin_object()
            .member("name", fault.name)
            .member("seen", fault.seen)
            .member("struck", fault.struck)
            .end_object();
    }
    json.end_array();
}

void append_foreign_writers(JsonWriter& json, const std::vector<ForeignWriterReport>& writers) {
    json.begin_array();
    for (const ForeignWriterReport& report : writers) {
        json.begin_object()
            .member("name", report.writer.name)
            .member("kind", name_of(report.writer.kind));
        append_foreign_statistics(json.key("statistics"), report.statistics);
        json.end_object();
    }
    json.end_array();
}

void append_explanations(JsonWriter& json, const LedgerReport& contention) {
    append_contention(json.key("contention"), contention);
    const Adviser adviser{contention};
    json.key("explained").begin_array();
    for (const ExplainedFailure& failure : contention.failures)
        append_explained(json, contention, adviser, failure);
    json.end_array();
}

void append_outcome(JsonWriter& json, const StrategyOutcome& outcome) {
    json.begin_object()
        .member("name", outcome.name)
        .member("note", outcome.note)
        .member("profile", outcome.profile)
        .member("summary", sentence_about(outcome));
    append_tally(json.key("rows"), outcome.rows);
    append_failures(json.key("failures"), outcome.failures);
    json.member("rowsFailedOtherwise", outcome.rows_failed_otherwise())
        .member("unknownIds", outcome.adopts_unknown_ids ? "adopt" : "refuse")
        .member("recordsAdopted", outcome.records_adopted);
    json.key("jobs")
        .begin_object()
        .member("count", outcome.jobs.jobs)
        .member("failed", outcome.jobs.jobs_failed)
        .member("requeues", outcome.jobs.retries)
        .member("retryPasses", outcome.retry_passes)
        .end_object();
    append_locks(json.key("locks"), outcome.locks);
    json.member("durationSeconds", to_seconds(outcome.duration))
        .member("degreeOfParallelism", outcome.degree_of_parallelism());
    append_hottest(json.key("hottest"), outcome.hottest);
    append_explanations(json, outcome.contention);
    json.key("trace")
        .begin_object()
        .member("hash", fmt::format("{:016x}", outcome.trace_hash))
        .member("events", outcome.trace_events)
        .end_object();
    append_reported(json.key("reported"), outcome.reported);
    append_expectations(json.key("expectations"), outcome.expectations);
    append_faults(json.key("faults"), outcome.faults);
    append_foreign_writers(json.key("foreignWriters"), outcome.foreign_writers);
    json.member("interrupted", outcome.interrupted).key("error");
    outcome.error.empty() ? json.null() : json.value(outcome.error);
    json.end_object();
}

}  // namespace

double StrategyOutcome::degree_of_parallelism() const {
    const double elapsed = to_seconds(duration);
    return elapsed > 0.0 ? to_seconds(locks.batch_time) / elapsed : 0.0;
}

std::uint64_t StrategyOutcome::rows_failed_otherwise() const {
    std::uint64_t failed = 0;
    for (const FailureCount& failure : failures) failed += failure.is_of_locks() ? 0 : failure.rows;
    return failed;
}

bool StrategyOutcome::good() const {
    const auto is_about_rows = [](const CheckedExpectation& checked) {
        return checked.name != "durationAtMost";
    };
    const bool judged = std::any_of(expectations.begin(), expectations.end(), is_about_rows);
    return error.empty() && all_hold(expectations) && (judged || rows_failed_otherwise() == 0);
}

std::string json_of(const Rehearsal& rehearsal) {
    std::string out;
    JsonWriter json{out};
    json.begin_object()
        .member("schemaVersion", k_rehearsal_version)
        .member("command", "rehearse")
        .member("load", rehearsal.load)
        .member("title", rehearsal.title)
        .member("seed", rehearsal.seed);
    json.key("strategies").begin_array();
    for (const StrategyOutcome& outcome : rehearsal.strategies) append_outcome(json, outcome);
    json.end_array().end_object();
    return out;
}

}  // namespace rowlock
