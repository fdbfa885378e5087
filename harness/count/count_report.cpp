#include "harness/count/count_report.hpp"

#include "harness/count/count_verdict.hpp"
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
        .member("recordsDue", count.records_due)
        .member("found", count.found)
        .member("missing", count.missing)
        .member("left", count.left)
        .member("extra", count.extra)
        .member("duplicates", count.duplicates)
        .member("ambiguous", count.ambiguous);
    append_list(json, "rowsByPartition", count.rows_by_partition);
    append_list(json, "missingByPartition", count.missing_by_partition);
    append_list(json, "missingSample", count.missing_sample);
    append_list(json, "leftSample", count.left_sample);
    append_list(json, "extraSample", count.extra_sample);
    append_list(json, "duplicateSample", count.duplicate_sample);
    json.end_object();
}

void append_results(JsonWriter& json, const ResultCheck& check) {
    json.begin_object()
        .member("missing", check.missing)
        .member("left", check.left)
        .member("extra", check.extra)
        .member("undecided", check.undecided)
        .member("duplicates", check.duplicates);
    append_list(json, "missingSample", check.missing_sample);
    append_list(json, "leftSample", check.left_sample);
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
            text += fmt::format(
                "  partition {}: {}\n", i + 1, equation_text(answer.partitions[i], answer.removes())
            );
    }
    const bool by_rows = answer.comparison && !answer.removes();
    if (!by_rows || answer.comparison->rows_by_partition.size() < 2) return text;
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

/// `submitted 10 = ...` of rows that were deleted, which tallies count as updated.
std::string deletion_text(const RowTally& rows) {
    return fmt::format(
        "submitted {} = deleted {} + failed {} + unprocessed {}",
        grouped(rows.submitted),
        grouped(rows.succeeded()),
        grouped(rows.failed),
        grouped(rows.unprocessed)
    );
}

std::string figures_text(const CountAnswer& answer) {
    std::string text = line("records in the org", answer.records);
    if (answer.expected_records)
        text += fmt::format("  {:<22}{:>14}\n", "expected", range_text(*answer.expected_records));
    const auto faults = [&](const auto& part, bool seeks_duplicates) {
        text += answer.removes() ? line("left", part.left) : line("missing", part.missing);
        if (answer.seeks_extra()) text += line("extra", part.extra);
        if (seeks_duplicates) text += line("duplicates", part.duplicates);
    };
    if (answer.comparison) {
        const RowCount& count = *answer.comparison;
        text += line("rows of the load", count.rows);
        if (!answer.removes() && count.records_due != count.rows)
            text += line("records they make", count.records_due);
        faults(count, !answer.removes());
    }
    if (answer.results) {
        faults(*answer.results, answer.seeks_extra());
        if (answer.results->undecided > 0) text += line("undecided", answer.results->undecided);
    }
    if (answer.doubled) text += line("duplicates", answer.doubled->duplicates);
    return text;
}

}  // namespace

std::string equation_text(const RowTally& rows, bool removes) {
    std::string text = removes ? deletion_text(rows)
                               : fmt::format(
                                     "submitted {} = created {} + updated {} + failed {} + "
                                     "unprocessed {}",
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
    if (!answer.operation.empty()) json.member("operation", answer.operation);
    if (!answer.compared.empty()) {
        append_list(json, "compared", words_of(answer.compared));
        append_list(json, "cannotName", unnamed_kinds(answer));
    }
    if (answer.expected_records) {
        json.member("expectedRecords", answer.expected_records->most)
            .member("expectedRecordsAtLeast", answer.expected_records->least);
    }
    if (answer.rows) {
        const RowTally& rows = *answer.rows;
        json.member("accounted", answer.rows_accounted()).member("arrived", rows.succeeded());
        append_tally(json.key("rows"), rows, answer.removes());
    }
    if (!answer.partitions.empty()) {
        json.key("partitions").begin_array();
        for (const RowTally& partition : answer.partitions)
            append_tally(json, partition, answer.removes());
        json.end_array();
    }
    if (!answer.jobs.empty()) append_jobs(json.key("jobs"), answer.jobs);
    if (!answer.open_jobs.empty()) append_list(json, "openJobs", answer.open_jobs);
    if (answer.results) append_results(json.key("results"), *answer.results);
    if (answer.comparison) append_comparison(json.key("comparison"), *answer.comparison);
    if (answer.doubled) append_doubled(json.key("doubled"), *answer.doubled);
    if (!answer.compared.empty()) append_list(json, "findings", answer.findings);
    if (!answer.notes.empty()) append_list(json, "notes", answer.notes);
    json.end_object();
    return out;
}

std::string text_of(const CountAnswer& answer) {
    if (answer.compared.empty() && !answer.expected_records)
        return std::to_string(answer.records) + '\n';
    const RecordSelection& selection = answer.selection;
    std::string text = fmt::format(
        "{} with {}\n", selection.object, selection.where.empty() ? "no condition" : selection.where
    );
    if (answer.rows) text += "  " + equation_text(*answer.rows, answer.removes()) + '\n';
    text += partition_text(answer) + figures_text(answer);
    for (const std::string& finding : answer.findings) text += "finding: " + finding + '\n';
    return answer.interrupted ? text : text + verdict_text(answer);
}

}  // namespace rowlock
