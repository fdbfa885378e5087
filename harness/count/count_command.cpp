#include "harness/count/count_command.hpp"

#include "harness/count/count_rows.hpp"
#include "harness/query/record_query.hpp"
#include "harness/replay/figures.hpp"
#include "harness/replay/remote_target.hpp"
#include "harness/replay/replay_report.hpp"
#include "harness/replay/strategy_choice.hpp"
#include "harness/replay/tag_condition.hpp"
#include "mockorg/base/exit_code.hpp"
#include "mockorg/base/interrupt.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <optional>

namespace rowlock {
namespace {

constexpr int k_json_version = 1;

/// Removed rows are not there any more; all others that succeeded are.
bool keeps_records(const ReplayReport& report) {
    return report.operation == "insert" || report.operation == "update" ||
           report.operation == "upsert";
}

/// What the options, the report and the load together say.
struct Inputs {
    ReplayReport report;
    bool has_report = false;
    std::optional<Load> load;
    const Strategy* strategy = nullptr;
    OpenSources sources;
    RecordSelection selection;
};

Result<void> read_load_of(const CountOptions& options, Inputs& inputs) {
    auto load = read_load_file(options.load_file);
    if (!load) return Failure{std::move(load.error())};
    inputs.load = std::move(*load);
    std::string name = options.strategy;
    if (name.empty() && inputs.has_report) name = inputs.report.strategy;
    if (name.empty()) name = inputs.load->strategies.front().name;
    const auto strategy = find_strategy(*inputs.load, name);
    if (!strategy) return Failure{strategy.error()};
    inputs.strategy = *strategy;
    auto sources = open_sources(*inputs.load);
    if (!sources) return Failure{std::move(sources.error())};
    inputs.sources = std::move(*sources);
    return {};
}

Result<void> select(const CountOptions& options, Inputs& inputs) {
    RecordSelection& selection = inputs.selection;
    selection = {options.object, options.where};
    if (inputs.has_report) {
        if (selection.object.empty()) selection.object = inputs.report.object;
        if (selection.where.empty()) selection.where = inputs.report.tag;
    }
    if (inputs.strategy != nullptr) {
        const LoadStep& step = inputs.strategy->load;
        if (selection.object.empty()) selection.object = inputs.load->sources[step.source].object;
        if (selection.where.empty()) selection.where = tag_condition(*inputs.load, step);
    }
    if (inputs.has_report && selection.where.empty()) {
        return fail(
            ErrorCode::bad_configuration,
            "the report has no condition that finds the load's records; give one with --where"
        );
    }
    return check_selection(selection);
}

Result<Inputs> read_inputs(const CountOptions& options) {
    Inputs inputs;
    if (!options.report_file.empty()) {
        auto read = read_report_file(options.report_file);
        if (!read) return Failure{std::move(read.error())};
        inputs.report = std::move(*read);
        inputs.has_report = true;
    }
    if (!options.load_file.empty()) {
        if (auto read = read_load_of(options, inputs); !read)
            return Failure{std::move(read.error())};
    }
    if (auto selected = select(options, inputs); !selected)
        return Failure{std::move(selected.error())};
    return inputs;
}

std::vector<std::string> split_names(const std::string& text) {
    std::vector<std::string> names;
    for (std::size_t begin = 0; begin < text.size();) {
        const std::size_t end = std::min(text.find(',', begin), text.size());
        if (end > begin) names.push_back(text.substr(begin, end - begin));
        begin = end + 1;
    }
    return names;
}

Result<RowCountQuestion> question_of(const CountOptions& options, const Inputs& inputs) {
    RowCountQuestion question;
    question.load = &*inputs.load;
    question.strategy = inputs.strategy;
    question.sources = &inputs.sources;
    question.rows = options.rows;
    question.key = split_names(options.key);
    question.selection = inputs.selection;
    question.out_folder = options.out_folder;
    const std::string& external_id = inputs.strategy->load.external_id;
    if (question.key.empty() && !external_id.empty()) question.key.push_back(external_id);
    if (!question.key.empty()) return question;
    return fail(
        ErrorCode::bad_configuration,
        "the load has no external id to know its rows by; name one or more columns with --key"
    );
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

void find_faults(const RowCount& count, std::vector<std::string>& findings) {
    const auto add =
        [&](std::uint64_t number, const char* what, const std::vector<std::string>& samples) {
            if (number == 0) return;
            std::string text = fmt::format("{} {}, for instance ", counted(number, "record"), what);
            for (std::size_t i = 0; i < std::min<std::size_t>(samples.size(), 3); ++i)
                text += (i == 0 ? "" : "; ") + samples[i];
            findings.push_back(std::move(text));
        };
    add(count.missing, "missing", count.missing_sample);
    add(count.extra, "of no row of the load", count.extra_sample);
    add(count.duplicates, "more than once there", count.duplicate_sample);
}

/// All that was found out.
struct Answer {
    std::uint64_t records = 0;
    std::optional<Reconciliation> reconciliation;
    std::optional<RowCount> rows;
    std::vector<std::string> findings;
};

void append_row_count(JsonWriter& json, const RowCount& count) {
    json.begin_object()
        .member("rows", count.rows)
        .member("found", count.found)
        .member("missing", count.missing)
        .member("extra", count.extra)
        .member("duplicates", count.duplicates)
        .member("ambiguous", count.ambiguous);
    const auto list = [&](const char* name, const auto& values) {
        json.key(name).begin_array();
        for (const auto& value : values) json.value(value);
        json.end_array();
    };
    list("missingByPartition", count.missing_by_partition);
    list("missingSample", count.missing_sample);
    list("extraSample", count.extra_sample);
    list("duplicateSample", count.duplicate_sample);
    json.end_object();
}

void print_json(const Inputs& inputs, const Answer& answer, Io& io) {
    std::string out;
    JsonWriter json{out};
    json.begin_object()
        .member("schemaVersion", k_json_version)
        .member("command", "count")
        .member("object", inputs.selection.object)
        .member("where", inputs.selection.where)
        .member("records", answer.records);
    if (answer.reconciliation) {
        json.member("expectedRecords", answer.reconciliation->expected_records)
            .member("accounted", answer.reconciliation->accounted);
        append_tally(json.key("rows"), inputs.report.rows);
    }
    if (answer.rows) append_row_count(json.key("comparison"), *answer.rows);
    if (answer.reconciliation || answer.rows) {
        json.key("findings").begin_array();
        for (const std::string& finding : answer.findings) json.value(finding);
        json.end_array();
    }
    json.end_object();
    io.out.line(out);
}

void print_text(const Inputs& inputs, const Answer& answer, Io& io) {
    if (!answer.reconciliation && !answer.rows) return io.out.line(std::to_string(answer.records));
    const auto line = [&](const std::string& name, std::uint64_t count) {
        io.out.line(fmt::format("  {:<22}{:>14}", name, grouped(count)));
    };
    const RecordSelection& selection = inputs.selection;
    io.out.line(fmt::format(
        "{} with {}", selection.object, selection.where.empty() ? "no condition" : selection.where
    ));
    if (answer.reconciliation) {
        line("submitted", inputs.report.rows.submitted);
        line("created", inputs.report.rows.created);
        line("updated", inputs.report.rows.updated);
        line("failed", inputs.report.rows.failed);
        line("unprocessed", inputs.report.rows.unprocessed);
    }
    line("records in the org", answer.records);
    if (answer.rows) {
        line("rows of the load", answer.rows->rows);
        line("missing", answer.rows->missing);
        const auto& partitions = answer.rows->missing_by_partition;
        for (std::size_t i = 0; i < partitions.size() && partitions.size() > 1; ++i) {
            if (partitions[i] > 0) line(fmt::format("  in partition {}", i + 1), partitions[i]);
        }
        line("extra", answer.rows->extra);
        line("duplicates", answer.rows->duplicates);
    }
    for (const std::string& finding : answer.findings) io.out.line("finding: " + finding);
    if (answer.findings.empty())
        io.out.line("every row is accounted for, and the org holds what it should");
}

/// A line for each count, until the expected number is there.
Result<std::uint64_t> watch(
    const CountOptions& options, const Inputs& inputs, RemoteTarget& target, Io& io
) {
    const auto ask = [&](const HttpRequest& request) { return target.ask(request); };
    const std::uint64_t expected = inputs.has_report ? inputs.report.rows.succeeded() : 0;
    std::optional<std::uint64_t> before;
    for (;;) {
        const auto records = count_records(ask, inputs.selection);
        if (!records || options.watch_seconds == 0) return records;
        std::string text = counted(*records, "record");
        if (before && *records >= *before) {
            text +=
                fmt::format(", {} rows/s", grouped((*records - *before) / options.watch_seconds));
        }
        io.err.line(text);
        before = records.value();
        if (interrupted() || (expected > 0 && *records >= expected)) return records;
        const TimePoint next = target.now() + std::chrono::seconds{options.watch_seconds};
        while (target.now() < next && !interrupted()) {
            if (auto waited = target.wait_until(next); !waited) return Failure{waited.error()};
        }
    }
}

Result<Answer> find_out(
    const CountOptions& options, const Inputs& inputs, RemoteTarget& target, Io& io
) {
    Answer answer;
    const auto records = watch(options, inputs, target, io);
    if (!records) return Failure{records.error()};
    answer.records = *records;
    if (inputs.has_report) {
        answer.reconciliation = reconcile(inputs.report, *records);
        answer.findings = answer.reconciliation->findings;
    }
    if (inputs.strategy == nullptr) return answer;
    const auto question = question_of(options, inputs);
    if (!question) return Failure{question.error()};
    const auto ask = [&](const HttpRequest& request) { return target.ask(request); };
    const auto pause = [&](Duration wait) -> Result<void> {
        const TimePoint end = target.now() + wait;
        while (target.now() < end) {
            if (auto waited = target.wait_until(end); !waited) return waited;
        }
        return {};
    };
    auto rows = count_rows(*question, ask, pause);
    if (!rows) return Failure{std::move(rows.error())};
    answer.rows = std::move(*rows);
    answer.records = answer.rows->records;
    find_faults(*answer.rows, answer.findings);
    return answer;
}

}  // namespace

int run_count(const CountOptions& options, Io& io) {
    const auto inputs = read_inputs(options);
    if (!inputs) return report_error(inputs.error(), io);
    auto target = RemoteTarget::connect(options.target, Access::reads);
    if (!target) return report_error(target.error(), io);
    const InterruptGuard guard;
    const auto answer = find_out(options, *inputs, *target, io);
    if (!answer) return report_error(answer.error(), io);
    options.json ? print_json(*inputs, *answer, io) : print_text(*inputs, *answer, io);
    return number_of(answer->findings.empty() ? ExitCode::clean : ExitCode::finding);
}

}  // namespace rowlock
