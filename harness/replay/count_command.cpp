#include "harness/replay/count_command.hpp"

#include "harness/replay/figures.hpp"
#include "harness/replay/record_query.hpp"
#include "harness/replay/remote_target.hpp"
#include "harness/replay/replay_report.hpp"
#include "mockorg/base/exit_code.hpp"

#include <fmt/core.h>

namespace rowlock {
namespace {

constexpr int k_json_version = 1;

/// Removed rows are not there any more; all others that succeeded are.
bool keeps_records(const ReplayReport& report) {
    return report.operation == "insert" || report.operation == "update" ||
           report.operation == "upsert";
}

Result<RecordSelection> selection_of(const CountOptions& options, const ReplayReport& report) {
    RecordSelection selection{options.object, options.where};
    if (!options.report_file.empty()) {
        if (selection.object.empty()) selection.object = report.object;
        if (selection.where.empty()) selection.where = report.tag;
        if (selection.where.empty()) {
            return fail(
                ErrorCode::bad_configuration,
                "the report has no condition that finds the load's records; give one with --where"
            );
        }
    }
    if (auto valid = check_selection(selection); !valid) return Failure{std::move(valid.error())};
    return selection;
}

struct Reconciliation {
    std::uint64_t accounted = 0;
    std::uint64_t expected_records = 0;
    std::vector<std::string> findings;
};

Reconciliation reconcile(const ReplayReport& report, std::uint64_t records) {
    const RowTally& rows = report.rows;
    Reconciliation result;
    result.accounted = rows.succeeded() + rows.failed + rows.unprocessed;
    if (result.accounted != rows.submitted) {
        result.findings.push_back(fmt::format(
            "{} rows submitted, but only {} accounted for: {} missing, {} of unknown outcome, {} "
            "never sent",
            grouped(rows.submitted),
            grouped(result.accounted),
            grouped(rows.missing),
            grouped(rows.unknown),
            grouped(rows.not_sent)
        ));
    }
    result.expected_records = keeps_records(report) ? rows.succeeded() : 0;
    if (records != result.expected_records) {
        result.findings.push_back(fmt::format(
            "the org holds {} records, the report says {}",
            grouped(records),
            grouped(result.expected_records)
        ));
    }
    return result;
}

void print_reconciliation(
    const CountOptions& options,
    const RecordSelection& selection,
    const ReplayReport& report,
    std::uint64_t records,
    const Reconciliation& result,
    Io& io
) {
    if (options.json) {
        std::string out;
        JsonWriter json{out};
        json.begin_object()
            .member("schemaVersion", k_json_version)
            .member("command", "count")
            .member("object", selection.object)
            .member("where", selection.where)
            .member("records", records)
            .member("expectedRecords", result.expected_records)
            .member("accounted", result.accounted);
        append_tally(json.key("rows"), report.rows);
        json.key("findings").begin_array();
        for (const std::string& finding : result.findings) json.value(finding);
        json.end_array().end_object();
        return io.out.line(out);
    }
    const auto line = [&](const char* name, std::uint64_t count) {
        io.out.line(fmt::format("  {:<22}{:>14}", name, grouped(count)));
    };
    io.out.line(fmt::format(
        "{} \"{}\", {} with {}", report.load, report.strategy, selection.object, selection.where
    ));
    line("submitted", report.rows.submitted);
    line("created", report.rows.created);
    line("updated", report.rows.updated);
    line("failed", report.rows.failed);
    line("unprocessed", report.rows.unprocessed);
    line("records in the org", records);
    for (const std::string& finding : result.findings) io.out.line("finding: " + finding);
    if (result.findings.empty())
        io.out.line("every row is accounted for, and the org holds what it should");
}

void print_count(
    const CountOptions& options, const RecordSelection& selection, std::uint64_t records, Io& io
) {
    if (!options.json) return io.out.line(std::to_string(records));
    std::string out;
    JsonWriter{out}
        .begin_object()
        .member("schemaVersion", k_json_version)
        .member("command", "count")
        .member("object", selection.object)
        .member("where", selection.where)
        .member("records", records)
        .end_object();
    io.out.line(out);
}

}  // namespace

int run_count(const CountOptions& options, Io& io) {
    ReplayReport report;
    if (!options.report_file.empty()) {
        auto read = read_report_file(options.report_file);
        if (!read) return report_error(read.error(), io);
        report = std::move(*read);
    }
    const auto selection = selection_of(options, report);
    if (!selection) return report_error(selection.error(), io);
    HttpClientOptions client;
    client.base_url = options.target.url;
    client.token = options.target.token;
    auto target = RemoteTarget::connect(std::move(client));
    if (!target) return report_error(target.error(), io);

    const auto ask = [&](const HttpRequest& request) { return target->ask(request); };
    const auto records = count_records(ask, *selection);
    if (!records) return report_error(records.error(), io);
    if (options.report_file.empty()) {
        print_count(options, *selection, *records, io);
        return number_of(ExitCode::clean);
    }
    const Reconciliation result = reconcile(report, *records);
    print_reconciliation(options, *selection, report, *records, result, io);
    return number_of(result.findings.empty() ? ExitCode::clean : ExitCode::finding);
}

}  // namespace rowlock
