#include "harness/replay/replay_report.hpp"

#include "harness/replay/figures.hpp"
#include "harness/replay/tag_condition.hpp"
#include "mockorg/base/file_text.hpp"
#include "mockorg/codec/json.hpp"

#include <fmt/core.h>
#include <nlohmann/json.hpp>

namespace rowlock {
namespace {

constexpr std::uint64_t k_report_size_max = std::uint64_t{64} << 20;

std::string two_decimals(double value) {
    return fmt::format("{:.2f}", value);
}

void append_jobs(JsonWriter& json, const ReplayReport& report) {
    json.begin_object()
        .member("count", report.jobs.jobs)
        .member("failed", report.jobs.jobs_failed)
        .member("retries", report.jobs.retries)
        .member("retryPasses", report.retry_passes);
    json.key("left").begin_array();
    for (const std::string& id : report.jobs_left) json.value(id);
    json.end_array().end_object();
}

void append_left_jobs(JsonWriter& json, const ReplayReport& report) {
    json.member("lostCreations", report.lost_creations).key("leftJobs").begin_array();
    for (const LeftJob& job : report.left_jobs) {
        json.begin_object()
            .member("id", job.id)
            .member("done", job.aborted ? "aborted" : "nothing")
            .member("why", job.reason)
            .end_object();
    }
    json.end_array().key("leftJobsError");
    report.left_jobs_error.empty() ? json.null() : json.value(report.left_jobs_error);
}

/// One line about what became of jobs asked for in vain.
std::string left_jobs_text(const ReplayReport& report) {
    std::string fates;
    for (const LeftJob& job : report.left_jobs) {
        fates += fmt::format(
            "{}job {} {} ({})",
            fates.empty() ? "" : ", ",
            job.id,
            job.aborted ? "was aborted" : "is left open",
            job.reason
        );
    }
    if (fates.empty()) fates = "the org has no open job of it";
    if (!report.left_jobs_error.empty())
        fates = "open jobs may be left of it: " + report.left_jobs_error;
    return fmt::format(
        "  {} to make a job had no answer: {}\n", counted(report.lost_creations, "request"), fates
    );
}

/// Reads members with a check; the first problem is kept.
struct ReportReader {
    const Json& json;
    std::string problem;

    std::string text(const char* name) {
        const auto found = json.find(name);
        if (found != json.end() && found->is_string()) return found->get<std::string>();
        problem = fmt::format("expected a text member \"{}\"", name);
        return {};
    }

    bool flag(const char* name) {
        const auto found = json.find(name);
        if (found != json.end() && found->is_boolean()) return found->get<bool>();
        problem = fmt::format("expected true or false for \"{}\"", name);
        return false;
    }

    /// Empty for null.
    std::string text_or_null(const char* name) {
        const auto found = json.find(name);
        return found != json.end() && found->is_null() ? std::string{} : text(name);
    }

    std::uint64_t count(const Json& object, const char* name) {
        const auto found = object.find(name);
        if (found != object.end() && found->is_number_unsigned())
            return found->get<std::uint64_t>();
        problem = fmt::format("expected a count \"rows\".\"{}\"", name);
        return 0;
    }
};

RowTally read_tally(ReportReader& reader) {
    RowTally tally;
    const auto rows = reader.json.find("rows");
    if (rows == reader.json.end() || !rows->is_object()) {
        reader.problem = "expected an object \"rows\"";
        return tally;
    }
    tally.submitted = reader.count(*rows, "submitted");
    tally.created = reader.count(*rows, "created");
    tally.updated = reader.count(*rows, "updated");
    // Older reports call them updated.
    if (rows->contains("deleted")) tally.updated += reader.count(*rows, "deleted");
    tally.failed = reader.count(*rows, "failed");
    tally.unprocessed = reader.count(*rows, "unprocessed");
    tally.missing = reader.count(*rows, "missing");
    tally.unknown = reader.count(*rows, "unknown");
    tally.not_sent = reader.count(*rows, "notSent");
    return tally;
}

/// Nothing if the report does not have them.
std::optional<RepeatedKeys> read_repeated(ReportReader& reader) {
    const auto repeated = reader.json.find("repeatedRows");
    if (repeated == reader.json.end() || !repeated->is_object()) return std::nullopt;
    return RepeatedKeys{reader.count(*repeated, "atLeast"), reader.count(*repeated, "atMost")};
}

}  // namespace

double ReplayReport::degree_of_parallelism() const {
    const double elapsed = to_seconds(duration);
    return elapsed > 0.0 ? to_seconds(jobs.active_time) / elapsed : 0.0;
}

ReplayReport make_report(
    const Load& load, const Strategy& strategy, std::string target, const LoadOutcome& outcome
) {
    ReplayReport report;
    report.load = load.name;
    report.strategy = strategy.name;
    report.target = std::move(target);
    report.object = load.sources[strategy.load.source].object;
    report.operation = name_of(strategy.load.operation);
    report.external_id = strategy.load.external_id;
    report.tag = tag_condition(load, strategy.load);
    report.rows = tally_of(outcome);
    report.api = name_of(outcome.api);
    report.partitions = partition_tallies(outcome);
    report.plan_source_rows = outcome.plan_source_rows;
    report.api_usage = outcome.api_usage;
    report.failures = failures_by_rows(outcome.ledger.failures());
    report.setup_rows = outcome.setup_rows;
    report.jobs = outcome.jobs;
    report.retry_passes = outcome.retry_passes;
    report.jobs_left = outcome.jobs_left;
    report.duration = outcome.org_duration();
    // They are about a whole load: of a part, fewer rows fail in less time.
    if (!outcome.interrupted)
        report.expectations = check_expectations(strategy.expect, report.rows, report.duration);
    report.interrupted = outcome.interrupted;
    if (outcome.error) report.error = outcome.error->message;
    return report;
}

std::string json_of(const ReplayReport& report) {
    std::string out;
    JsonWriter json{out};
    json.begin_object()
        .member("schemaVersion", k_replay_report_version)
        .member("command", "replay")
        .member("load", report.load)
        .member("strategy", report.strategy)
        .member("target", report.target)
        .member("object", report.object)
        .member("operation", report.operation)
        .member("externalId", report.external_id)
        .member("tag", report.tag)
        .member("setupRows", report.setup_rows)
        .member("api", report.api);
    const bool removes = removes_records(report.operation);
    append_tally(json.key("rows"), report.rows, removes);
    if (report.repeated) {
        json.key("repeatedRows")
            .begin_object()
            .member("atLeast", report.repeated->at_least)
            .member("atMost", report.repeated->at_most)
            .end_object();
    }
    json.key("partitions").begin_array();
    for (const RowTally& partition : report.partitions) append_tally(json, partition, removes);
    json.end_array();
    json.member("rowsLeftOut", report.rows_left_out())
        .member("unsafeRows", report.jobs.unsafe_rows)
        .key("apiUsage")
        .begin_object()
        .member("used", report.api_usage.used())
        .member("allowed", report.api_usage.allowed())
        .end_object();
    append_failures(json.key("failures"), report.failures);
    append_jobs(json.key("jobs"), report);
    append_left_jobs(json, report);
    json.member("durationSeconds", to_seconds(report.duration))
        .member("activeSeconds", to_seconds(report.jobs.active_time))
        .member("degreeOfParallelism", report.degree_of_parallelism());
    append_expectations(json.key("expectations"), report.expectations);
    json.member("interrupted", report.interrupted).key("error");
    report.error.empty() ? json.null() : json.value(report.error);
    json.end_object();
    return out;
}

/// Anything shorter would read as 0.0 s: on a virtual clock requests take no time.
constexpr Duration k_shown_duration = std::chrono::milliseconds{50};

std::string text_of(const ReplayReport& report) {
    const RowTally& rows = report.rows;
    const bool takes_time = report.duration >= k_shown_duration;
    std::string out = fmt::format(
        "{} \"{}\" against {}: {} {} in {} by {}{}\n",
        report.load,
        report.strategy,
        report.target,
        grouped(rows.submitted),
        report.object,
        counted(report.jobs.jobs, "batch"),
        report.api,
        takes_time ? " in " + duration_text(report.duration) : ""
    );
    const auto line = [&](const char* name, std::uint64_t count) {
        out += fmt::format(
            "  {:<12}{:>14}  {:>6} %\n", name, grouped(count), percent(count, rows.submitted)
        );
    };
    const bool removes = removes_records(report.operation);
    removes ? line("deleted", rows.updated) : line("created", rows.created);
    if (!removes && rows.updated > 0) line("updated", rows.updated);
    line("failed", rows.failed);
    for (const FailureCount& failure : report.failures) {
        out += fmt::format("    {}: {}\n", failure.code, grouped(failure.rows));
    }
    if (rows.unprocessed > 0) line("unprocessed", rows.unprocessed);
    if (rows.missing > 0) line("missing", rows.missing);
    if (rows.unknown > 0) line("unknown", rows.unknown);
    if (rows.not_sent > 0) line("not sent", rows.not_sent);
    if (report.rows_left_out() > 0) {
        out += fmt::format(
            "  the plan leaves out {} of the {} of its files\n",
            grouped(report.rows_left_out()),
            counted(report.plan_source_rows, "row")
        );
    }
    if (takes_time) {
        const std::string parallel = two_decimals(report.degree_of_parallelism());
        out += fmt::format("  degree of parallelism {}\n", parallel);
    }
    if (report.retry_passes > 0) {
        out +=
            fmt::format("  failed rows were sent again {}\n", counted(report.retry_passes, "time"));
    }
    if (report.jobs.jobs_failed > 0) {
        out += fmt::format(
            "  {} failed, the first one: {}\n",
            counted(report.jobs.jobs_failed, "job"),
            report.jobs.first_job_failure
        );
    }
    for (const std::string& id : report.jobs_left)
        out += fmt::format("  job {} may still be running\n", id);
    if (report.lost_creations > 0) out += left_jobs_text(report);
    for (const CheckedExpectation& one : report.expectations) out += "  " + text_of(one) + "\n";
    if (report.interrupted) {
        out += report.jobs_left.empty() ? "  interrupted: what ran was aborted\n"
                                        : "  interrupted: what ran was left running\n";
    }
    return out;
}

Result<ReplayReport> read_report_file(const std::string& path) {
    const auto text = read_file(path, k_report_size_max);
    if (!text) return Failure{text.error()};
    const auto json = parse_json(*text);
    if (!json) return fail(ErrorCode::bad_file, path + ": " + json.error().message);
    if (!json->is_object()) return fail(ErrorCode::bad_file, path + ": is no replay report");
    const auto version = json->find("schemaVersion");
    if (version == json->end() || *version != k_replay_report_version) {
        return fail(
            ErrorCode::bad_file,
            fmt::format("{}: expected \"schemaVersion\" {}", path, k_replay_report_version)
        );
    }
    ReportReader reader{*json, {}};
    ReplayReport report;
    report.load = reader.text("load");
    report.strategy = reader.text("strategy");
    report.object = reader.text("object");
    report.operation = reader.text("operation");
    report.tag = reader.text("tag");
    report.interrupted = reader.flag("interrupted");
    report.error = reader.text_or_null("error");
    report.rows = read_tally(reader);
    report.repeated = read_repeated(reader);
    if (!reader.problem.empty()) return fail(ErrorCode::bad_file, path + ": " + reader.problem);
    return report;
}

}  // namespace rowlock
