#include "checks/command/check_command.hpp"

#include "checks/assess/assess.hpp"
#include "checks/command/plan_source.hpp"
#include "checks/command/row_explanation.hpp"
#include "checks/command/rules_fingerprint.hpp"
#include "checks/command/whole_file.hpp"
#include "checks/findings/baseline.hpp"
#include "checks/report/html_report.hpp"
#include "checks/report/json_report.hpp"
#include "checks/report/junit_report.hpp"
#include "checks/report/markdown_report.hpp"
#include "checks/report/sarif_report.hpp"
#include "checks/report/text_report.hpp"
#include "checks/report/wording.hpp"
#include "mockorg/base/exit_code.hpp"
#include "mockorg/base/file_text.hpp"

#include <algorithm>
#include <array>
#include <functional>

namespace rowlock {
namespace {

constexpr std::uint64_t k_baseline_size_max = std::uint64_t{64} << 20;
/// Above this a simulation takes longer than all the rest; then it is made only for a report.
constexpr std::uint64_t k_forecast_rows_max = 500'000;

Failure usage(std::string message) {
    return fail(ErrorCode::bad_configuration, std::move(message));
}

/// A report that was asked for.
struct ReportRequest {
    std::string format;
    std::string path;
};

using ReportWriter = std::function<std::string(const CheckReport&, FailOn)>;

struct ReportFormat {
    std::string_view name;
    ReportWriter write;
};

const std::array<ReportFormat, 5>& report_formats() {
    static const std::array<ReportFormat, 5> k_formats{
        ReportFormat{"json", [](const CheckReport& r, FailOn) { return check_report_json(r); }},
        ReportFormat{"junit", check_report_junit},
        ReportFormat{"sarif", [](const CheckReport& r, FailOn) { return check_report_sarif(r); }},
        ReportFormat{
            "markdown", [](const CheckReport& r, FailOn) { return check_report_markdown(r); }},
        ReportFormat{"html", [](const CheckReport& r, FailOn) { return check_report_html(r); }},
    };
    return k_formats;
}

Result<std::vector<ReportRequest>> parse_reports(const std::vector<std::string>& texts) {
    std::vector<ReportRequest> reports;
    for (const std::string& text : texts) {
        const auto colon = text.find(':');
        ReportRequest report{text.substr(0, colon), {}};
        if (colon != std::string::npos) report.path = text.substr(colon + 1);
        const auto& formats = report_formats();
        const bool known = std::any_of(formats.begin(), formats.end(), [&](const auto& format) {
            return format.name == report.format;
        });
        if (!known || report.path.empty()) {
            return usage(
                "--report: '" + text +
                "', expected json, junit, sarif, markdown or html, then :PATH"
            );
        }
        reports.push_back(std::move(report));
    }
    return reports;
}

/// The options, understood.
struct CheckSetup {
    AssessRequest request;
    FailOn fail_on = FailOn::error;
    std::vector<ReportRequest> reports;
    std::optional<Baseline> baseline;
};

Result<void> set_up_job(const CheckOptions& options, AssessRequest& request) {
    const auto bulk2 = parse_bulk2(options.input.api);
    if (!bulk2) return Failure{bulk2.error()};
    request.bulk2 = *bulk2;
    request.serial = options.serial && !*bulk2;
    request.concurrency_mode_given = options.serial && *bulk2;
    request.batch_rows = options.input.batch_rows;
    request.workers = options.input.k;
    if (options.line_ending.empty()) return {};
    const auto ending = parse_line_ending(options.line_ending);
    if (!ending) return usage("--line-ending: " + ending.error().message);
    request.line_ending = *ending;
    return {};
}

Result<void> set_up_baseline(const CheckOptions& options, CheckSetup& setup) {
    if (options.baseline_file.empty()) return {};
    const auto text = read_file(options.baseline_file, k_baseline_size_max);
    if (!text) return Failure{text.error()};
    auto baseline = Baseline::parse(*text, options.baseline_file);
    if (!baseline) return Failure{std::move(baseline.error())};
    setup.baseline = std::move(*baseline);
    return {};
}

Result<void> set_up_input(const CheckOptions& options, AssessRequest& request) {
    InputOptions input = options.input;
    if (!options.plan_file.empty()) {
        auto plan = read_plan(options.plan_file, input);
        if (!plan) return Failure{std::move(plan.error())};
        request.plan = std::move(*plan);
    }
    auto made = make_input_request(input, options.beside);
    if (!made) return Failure{std::move(made.error())};
    request.input = std::move(*made);
    return {};
}

Result<CheckSetup> set_up(const CheckOptions& options) {
    CheckSetup setup;
    auto reports = parse_reports(options.reports);
    if (!reports) return Failure{std::move(reports.error())};
    setup.reports = std::move(*reports);
    const auto fail_on = parse_fail_on(options.fail_on);
    if (!fail_on) {
        return usage(
            "--fail-on: '" + options.fail_on + "', expected error, warning, note or never"
        );
    }
    setup.fail_on = *fail_on;
    if (!options.failed_results_file.empty() && options.finished_file.empty()) {
        return usage("--failed-results goes with --finished: when did the batches run?");
    }
    setup.request.finished = {options.finished_file, options.failed_results_file};
    if (auto set = set_up_job(options, setup.request); !set) return Failure{set.error()};
    if (auto set = set_up_baseline(options, setup); !set) return Failure{set.error()};
    if (auto set = set_up_input(options, setup.request); !set) return Failure{set.error()};
    setup.request.parts = options.verdict_only ? AssessParts::none() : AssessParts{};
    setup.request.parts.forecast_rows_max =
        options.json || !setup.reports.empty() ? 0 : k_forecast_rows_max;
    setup.request.parts.matrix =
        std::any_of(setup.reports.begin(), setup.reports.end(), [](const ReportRequest& report) {
            return report.format == "html";
        });
    return setup;
}

int explain_row(const CheckOptions& options, const AssessRequest& request, Io& io) {
    const auto input = load_input(request.input);
    if (!input) return report_error(input.error(), io);
    const auto row = find_named_row(*input, options.explain);
    if (!row) return report_error(row.error(), io);
    if (options.json) {
        io.out.line(explanation_json(*input, *request.input.rules, *row));
    } else {
        io.out.write(explanation_text(*input, *request.input.rules, *row));
    }
    return number_of(ExitCode::clean);
}

Result<void> write_reports(
    const CheckOptions& options, const CheckSetup& setup, const CheckReport& report
) {
    for (const ReportRequest& wanted : setup.reports) {
        for (const ReportFormat& format : report_formats()) {
            if (format.name != wanted.format) continue;
            auto written = write_whole_file(wanted.path, format.write(report, setup.fail_on));
            if (!written) return written;
        }
    }
    if (options.write_baseline_file.empty()) return {};
    return write_whole_file(options.write_baseline_file, Baseline::of(report.findings).text());
}

void print(const CheckOptions& options, const CheckReport& report, Io& io) {
    if (options.json) {
        io.out.write(check_report_json(report));
    } else if (options.verdict_only) {
        io.out.line(verdict_sentence(report));
    } else {
        io.out.write(check_report_text(report));
    }
}

}  // namespace

int run_check(const CheckOptions& options, Io& io) {
    const auto setup = set_up(options);
    if (!setup) return report_error(setup.error(), io);
    if (!options.explain.empty()) return explain_row(options, setup->request, io);
    auto assessment = assess(setup->request);
    if (!assessment) return report_error(assessment.error(), io);
    CheckReport& report = assessment->report;
    report.tool_version = options.version;
    const auto& plan = setup->request.plan;
    if (plan && !plan->rules_fingerprint.empty() &&
        plan->rules_fingerprint != rules_fingerprint(*setup->request.input.rules)) {
        report.assumptions.emplace_back("The plan was made under other lock rules than these.");
    }
    if (setup->baseline) setup->baseline->apply(report.findings);
    if (auto written = write_reports(options, *setup, report); !written) {
        return report_error(written.error(), io);
    }
    print(options, report, io);
    const bool fails = any_fails(report.findings, setup->fail_on);
    return number_of(fails ? ExitCode::finding : ExitCode::clean);
}

}  // namespace rowlock
