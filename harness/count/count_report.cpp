#include "harness/count/count_report.hpp"

#include "harness/replay/figures.hpp"
#include "mockorg/codec/json_writer.hpp"

#include <fmt/core.h>

namespace rowlock {
namespace {

constexpr int k_json_version = 1;

template <class Values>
void append_list(JsonWriter& json, const char* name, const Values& values) {
    json.key(name).begin_array();
    for (const auto& value : values) json.value(value);
    json.end_array();
}

void append_comparison(JsonWriter& json, const RowCount& count) {
    json.begin_object()
        .member("rows", count.rows)
        .member("found", count.found)
        .member("missing", count.missing)
        .member("extra", count.extra)
        .member("duplicates", count.duplicates)
        .member("ambiguous", count.ambiguous);
    append_list(json, "rowsByPartition", count.rows_by_partition);
    append_list(json, "missingByPartition", count.missing_by_partition);
    append_list(json, "missingSample", count.missing_sample);
    append_list(json, "extraSample", count.extra_sample);
    append_list(json, "duplicateSample", count.duplicate_sample);
    json.end_object();
}

void append_results(JsonWriter& json, const ResultCheck& check) {
    json.begin_object()
        .member("missing", check.missing)
        .member("extra", check.extra)
        .member("undecided", check.undecided)
        .member("duplicates", check.duplicates);
    append_list(json, "missingSample", check.missing_sample);
    append_list(json, "extraSample", check.extra_sample);
    append_list(json, "undecidedSample", check.undecided_sample);
    append_list(json, "duplicateSample", check.duplicate_sample);
    json.end_object();
}

void append_doubled(JsonWriter& json, const DoubledRecords& doubled) {
    json.begin_object().member("keys", doubled.keys).member("duplicates", doubled.duplicates);
    append_list(json, "sample", doubled.sample);
    json.end_object();
}

void append_jobs(JsonWriter& json, const std::vector<JobFacts>& jobs) {
    json.begin_array();
    for (const JobFacts& job : jobs) {
        json.begin_object()
            .member("id", job.id)
            .member("api", job.api)
            .member("object", job.object)
            .member("operation", job.operation)
            .member("state", job.state)
            .member("processed", job.processed)
            .member("failed", job.failed)
            .member("ended", job.ended)
            .end_object();
    }
    json.end_array();
}

std::string line(const std::string& name, std::uint64_t count) {
    return fmt::format("  {:<22}{:>14}\n", name, grouped(count));
}

std::string partition_text(const CountAnswer& answer) {
    std::string text;
    if (answer.partitions.size() > 1) {
        for (std::size_t i = 0; i < answer.partitions.size(); ++i)
            text += fmt::format("  partition {}: {}\n", i + 1, equation_text(answer.partitions[i]));
    }
    if (!answer.comparison || answer.comparison->rows_by_partition.size() < 2) return text;
    const RowCount& count = *answer.comparison;
    for (std::size_t i = 0; i < count.rows_by_partition.size(); ++i) {
        const std::uint64_t missing = count.missing_by_partition[i];
        text += fmt::format(
            "  partition {}: {} of {} rows found, {} missing\n",
            i + 1,
            grouped(count.rows_by_partition[i] - missing),
            grouped(count.rows_by_partition[i]),
            grouped(missing)
        );
    }
    return text;
}

/// That every row is accounted for is not yet that every row arrived.
std::string end_text(const CountAnswer& answer) {
    if (answer.interrupted) return {};
    const bool by_rows = answer.rows || answer.comparison;
    if (answer.findings.empty()) {
        return by_rows ? "every row arrived, and the org holds what it should\n"
                       : "the org holds what it should\n";
    }
    const bool is_accounted = answer.rows && answer.rows_accounted() == answer.rows->submitted;
    if (!is_accounted || answer.rows->succeeded() == answer.rows->submitted) return {};
    return "every row is accounted for, but not every row arrived\n";
}

}  // namespace

std::string equation_text(const RowTally& rows) {
    std::string text = fmt::format(
        "submitted {} = created {} + updated {} + failed {} + unprocessed {}",
        grouped(rows.submitted),
        grouped(rows.created),
        grouped(rows.updated),
        grouped(rows.failed),
        grouped(rows.unprocessed)
    );
    if (rows.missing > 0) text += fmt::format(" + {} missing", grouped(rows.missing));
    if (rows.unknown > 0) text += fmt::format(" + {} unknown", grouped(rows.unknown));
    if (rows.not_sent > 0) text += fmt::format(" + {} never sent", grouped(rows.not_sent));
    return text;
}

std::string json_of(const CountAnswer& answer) {
    std::string out;
    JsonWriter json{out};
    json.begin_object()
        .member("schemaVersion", k_json_version)
        .member("command", "count")
        .member("object", answer.selection.object)
        .member("where", answer.selection.where)
        .member("records", answer.records)
        .member("interrupted", answer.interrupted);
    if (answer.expected_records) json.member("expectedRecords", *answer.expected_records);
    if (answer.rows) {
        const RowTally& rows = *answer.rows;
        json.member("accounted", answer.rows_accounted()).member("arrived", rows.succeeded());
        append_tally(json.key("rows"), rows);
    }
    if (!answer.partitions.empty()) {
        json.key("partitions").begin_array();
        for (const RowTally& partition : answer.partitions) append_tally(json, partition);
        json.end_array();
    }
    if (!answer.jobs.empty()) append_jobs(json.key("jobs"), answer.jobs);
    if (!answer.open_jobs.empty()) append_list(json, "openJobs", answer.open_jobs);
    if (answer.results) append_results(json.key("results"), *answer.results);
    if (answer.comparison) append_comparison(json.key("comparison"), *answer.comparison);
    if (answer.doubled) append_doubled(json.key("doubled"), *answer.doubled);
    if (answer.compared()) append_list(json, "findings", answer.findings);
    json.end_object();
    return out;
}

std::string text_of(const CountAnswer& answer) {
    if (!answer.compared()) return std::to_string(answer.records) + '\n';
    const RecordSelection& selection = answer.selection;
    std::string text = fmt::format(
        "{} with {}\n", selection.object, selection.where.empty() ? "no condition" : selection.where
    );
    if (answer.rows) text += "  " + equation_text(*answer.rows) + '\n';
    text += partition_text(answer);
    text += line("records in the org", answer.records);
    if (answer.expected_records) text += line("expected", *answer.expected_records);
    if (answer.comparison) {
        text += line("rows of the load", answer.comparison->rows);
        text += line("missing", answer.comparison->missing);
        text += line("extra", answer.comparison->extra);
        text += line("duplicates", answer.comparison->duplicates);
    }
    if (answer.results) {
        text += line("missing", answer.results->missing);
        text += line("extra", answer.results->extra);
        if (answer.results->undecided > 0) text += line("undecided", answer.results->undecided);
        text += line("duplicates", answer.results->duplicates);
    }
    if (answer.doubled) text += line("duplicates", answer.doubled->duplicates);
    for (const std::string& finding : answer.findings) text += "finding: " + finding + '\n';
    return text + end_text(answer);
}

}  // namespace rowlock
