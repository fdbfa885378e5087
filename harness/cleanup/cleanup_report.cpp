#include "harness/cleanup/cleanup_report.hpp"

#include "harness/replay/figures.hpp"
#include "mockorg/codec/json_writer.hpp"

#include <fmt/core.h>

#include <algorithm>

namespace rowlock {
namespace {

/// Raised when a member changes its meaning or goes away.
constexpr int k_json_version = 2;

DurationRange total_duration(const CleanupReport& report) {
    DurationRange total;
    for (const ObjectCleanup& object : report.objects) total += object.duration;
    return total;
}

std::uint64_t deleted_of(const CleanupReport& report) {
    std::uint64_t deleted = 0;
    for (const ObjectCleanup& object : report.objects) deleted += object.outcome.rows.succeeded();
    return deleted;
}

std::uint64_t deleted_before(const CleanupReport& report) {
    std::uint64_t deleted = 0;
    for (const ObjectCleanup& object : report.objects) deleted += object.deleted_before;
    return deleted;
}

void append_duration(JsonWriter& json, const DurationRange& duration) {
    json.begin_object()
        .member("shortestSeconds", to_seconds(duration.shortest))
        .member("longestSeconds", to_seconds(duration.longest))
        .end_object();
}

void append_texts(JsonWriter& json, const std::vector<std::string>& texts) {
    json.begin_array();
    for (const std::string& text : texts) json.value(text);
    json.end_array();
}

void append_plan(JsonWriter& json, const ObjectCleanup& object) {
    json.begin_object().member("batches", object.batches).member("keptApart", object.kept_apart);
    json.key("locks").begin_array();
    for (const LockingReference& reference : object.locks.references) json.value(reference.field);
    json.end_array().member("locksWholeOrg", object.locks.whole_org);
    append_duration(json.key("estimated"), object.duration);
    json.end_object();
}

void append_object(JsonWriter& json, const ObjectCleanup& object) {
    const DeletionOutcome& outcome = object.outcome;
    json.begin_object()
        .member("object", object.target.selection.object)
        .member("where", object.target.selection.where)
        .member("pick", object.target.pick == nullptr ? "" : object.target.pick->what)
        .member("found", object.found);
    append_plan(json.key("plan"), object);
    json.member("deleted", outcome.rows.succeeded())
        .member("deletedBefore", object.deleted_before)
        .member("failed", outcome.rows.failed - outcome.gone_before)
        .member("goneBefore", outcome.gone_before)
        .member("retryPasses", outcome.retry_passes);
    append_failures(json.key("failures"), outcome.failures);
    append_texts(json.key("jobsLeft"), outcome.jobs_left);
    json.member("heldBackBy", object.held_back_by).member("left", object.left);
    json.key("inRecycleBin");
    object.in_bin ? json.value(*object.in_bin) : json.null();
    json.end_object();
}

void append_touched(JsonWriter& json, const std::vector<TouchedRecords>& touched) {
    json.begin_array();
    for (const TouchedRecords& one : touched) {
        json.begin_object()
            .member("object", one.object)
            .member("path", one.path)
            .member("parent", one.parent)
            .member("records", one.records)
            .end_object();
    }
    json.end_array();
}

std::string plan_text(const ObjectCleanup& object) {
    std::string text = "  " + counted(object.batches, "batch");
    if (object.locks.whole_org) return text + ", one at a time: each locks the whole org\n";
    if (object.locks.references.empty()) return text + "; the records share no lock\n";
    std::string names;
    for (const LockingReference& reference : object.locks.references)
        names += (names.empty() ? "" : ", ") + reference.field;
    text += fmt::format(" by {}: ", names);
    text += object.kept_apart == 0 ? "no two lock the same record"
                                   : counted(object.kept_apart, "pair") +
                                         " lock the same record and are never sent together";
    return text + '\n';
}

std::string outcome_text(const ObjectCleanup& object) {
    const DeletionOutcome& outcome = object.outcome;
    std::string text;
    if (!object.held_back_by.empty()) {
        return fmt::format(
            "  left alone, because records of {} that belong to them are still there\n",
            object.held_back_by
        );
    }
    if (outcome.retry_passes > 0)
        text += "  sent again: " + counted(outcome.retry_passes, "time") + '\n';
    if (outcome.gone_before > 0) text += "  already gone: " + grouped(outcome.gone_before) + '\n';
    for (const FailureCount& failure : outcome.failures) {
        if (failure.code == wire_code(ErrorCode::entity_is_deleted)) continue;
        text += fmt::format("  {} failed: {}\n", counted(failure.rows, "row"), failure.sample);
    }
    for (const std::string& job : outcome.jobs_left)
        text += "  may still be running: job " + job + '\n';
    return text;
}

/// All of them, and why the first of them.
std::string uncounted_text(const std::vector<std::string>& uncounted) {
    if (uncounted.empty()) return {};
    std::string names;
    for (const std::string& one : uncounted)
        names += (names.empty() ? "" : ", ") + one.substr(0, one.find(':'));
    const std::string& first = uncounted.front();
    return "could not be counted, and may go along, lose a reference or stand in the way: " +
           names + first.substr(std::min(first.find(':'), first.size())) + '\n';
}

std::string end_text(const CleanupReport& report) {
    std::string text = report.interrupted ? "stopped before the end; " : "";
    text += fmt::format("counted again: {} left\n", grouped(report.left()));
    if (report.in_bin() == 0) {
        if (report.hard) text += "in the recycle bin: 0\n";
        return text;
    }
    text += fmt::format("in the recycle bin: {}", grouped(report.in_bin()));
    text += report.hard ? "; they had been deleted before, and a hard delete does not reach them\n"
                        : "; --hard deletes past it\n";
    return text;
}

std::string dry_end_text(const CleanupReport& report) {
    if (report.found() == 0) return "nothing to delete\n";
    const DurationRange total = total_duration(report);
    return fmt::format(
               "estimated: {} to {}, if {} and works on up to {} at a time\n",
               duration_text(total.shortest),
               duration_text(total.longest),
               k_duration_assumption,
               counted(report.in_flight, "batch")
           ) +
           "nothing was deleted, --yes deletes them\n";
}

}  // namespace

std::string json_of(const CleanupReport& report) {
    std::string out;
    JsonWriter json{out};
    json.begin_object()
        .member("schemaVersion", k_json_version)
        .member("command", "cleanup")
        .member("target", report.target)
        .member("dryRun", report.dry_run)
        .member("hard", report.hard)
        .member("inFlight", report.in_flight)
        .member("found", report.found())
        .member("deleted", deleted_of(report))
        .member("deletedBefore", deleted_before(report))
        .member("left", report.left())
        .member("inRecycleBin", report.in_bin());
    append_duration(json.key("estimated"), total_duration(report));
    json.key("objects").begin_array();
    for (const ObjectCleanup& object : report.objects) append_object(json, object);
    json.end_array();
    append_touched(json.key("vanishing"), report.reach.vanishing);
    append_touched(json.key("cleared"), report.reach.cleared);
    append_texts(json.key("uncounted"), report.reach.uncounted);
    append_texts(json.key("leftAlone"), report.left_alone);
    json.member("interrupted", report.interrupted)
        .member("error", report.error ? report.error->message : std::string{})
        .end_object();
    return out;
}

std::string text_of(const CleanupReport& report) {
    std::string text;
    for (const ObjectCleanup& object : report.objects) {
        text += fmt::format(
            "{} {}: {}",
            object.target.selection.object,
            object.target.text(),
            counted(object.found, "record")
        );
        if (!report.dry_run && object.found > 0)
            text += fmt::format(", {} deleted", grouped(object.outcome.rows.succeeded()));
        if (object.deleted_before > 0)
            text += fmt::format(", {} deleted by earlier runs", grouped(object.deleted_before));
        text += '\n';
        if (object.batches > 0) text += plan_text(object);
        if (!report.dry_run) text += outcome_text(object);
    }
    for (const TouchedRecords& one : report.reach.vanishing) {
        text += fmt::format(
            "with records of {} go {} of {} (by {}) that no condition finds\n",
            one.parent,
            counted(one.records, "record"),
            one.object,
            one.path
        );
    }
    for (const TouchedRecords& one : report.reach.cleared) {
        text += fmt::format(
            "{} of {} that no condition finds {} a reference to records of {} (by {})\n",
            counted(one.records, "record"),
            one.object,
            one.records == 1 ? "loses" : "lose",
            one.parent,
            one.path
        );
    }
    text += uncounted_text(report.reach.uncounted);
    for (const std::string& one : report.left_alone) text += "stays in the org: " + one + '\n';
    return text + (report.dry_run ? dry_end_text(report) : end_text(report));
}

}  // namespace rowlock
