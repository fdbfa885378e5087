#include "checks/command/report_output.hpp"

#include "checks/command/whole_file.hpp"
#include "checks/report/html_report.hpp"
#include "checks/report/json_report.hpp"
#include "checks/report/junit_report.hpp"
#include "checks/report/markdown_report.hpp"
#include "checks/report/sarif_report.hpp"
#include "checks/report/text_report.hpp"
#include "checks/report/wording.hpp"
#include "mockorg/base/exit_code.hpp"
#include "mockorg/base/file_text.hpp"
#include "mockorg/base/result.hpp"

#include <algorithm>
#include <array>
#include <functional>

namespace rowlock {
namespace {

constexpr std::uint64_t k_baseline_size_max = std::uint64_t{64} << 20;
/// Above this a simulation takes longer than all the rest; then it is made only for a report.
constexpr std::uint64_t k_forecast_rows_max = 500'000;

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

bool is_format(std::string_view name) {
    const auto& formats = report_formats();
    return std::any_of(formats.begin(), formats.end(), [&](const ReportFormat& format) {
        return format.name == name;
    });
}

}  // namespace

Result<ReportOutput> ReportOutput::prepare(const ReportOptions& options) {
    ReportOutput output;
    output.options_ = options;
    for (const std::string& text : options.reports) {
        const auto colon = text.find(':');
        File file{text.substr(0, colon), {}};
        if (colon != std::string::npos) file.path = text.substr(colon + 1);
        if (!is_format(file.format) || file.path.empty()) {
            return misuse(
                "--report: '" + text +
                "', expected json, junit, sarif, markdown or html, then :PATH"
            );
        }
        output.files_.push_back(std::move(file));
    }
    const auto fail_on = parse_fail_on(options.fail_on);
    if (!fail_on) {
        return misuse(
            "--fail-on: '" + options.fail_on + "', expected error, warning, note or never"
        );
    }
    output.fail_on_ = *fail_on;
    if (options.baseline_file.empty()) return output;
    const auto text = read_file(options.baseline_file, k_baseline_size_max);
    if (!text) return Failure{text.error()};
    auto baseline = Baseline::parse(*text, options.baseline_file);
    if (!baseline) return Failure{std::move(baseline.error())};
    output.baseline_ = std::move(*baseline);
    return output;
}

/// A baseline may be written in place of the one that is read.
Result<void> ReportOutput::check_targets(const std::vector<std::string>& inputs) const {
    std::vector<OutputTarget> reports;
    for (const File& file : files_) {
        reports.push_back({"--report " + file.format + ":" + file.path, file.path});
    }
    std::vector<std::string> all = inputs;
    all.push_back(options_.baseline_file);
    if (auto good = check_output_targets(reports, all); !good) return good;
    reports.push_back(
        {"--write-baseline " + options_.write_baseline_file, options_.write_baseline_file}
    );
    return check_output_targets(reports, inputs);
}

AssessParts ReportOutput::parts() const {
    AssessParts parts = options_.verdict_only ? AssessParts::none() : AssessParts{};
    parts.forecast_rows_max = options_.json || !files_.empty() ? 0 : k_forecast_rows_max;
    parts.matrix = std::any_of(files_.begin(), files_.end(), [](const File& file) {
        return file.format == "html";
    });
    return parts;
}

Result<void> ReportOutput::write_files(const CheckReport& report) const {
    for (const File& wanted : files_) {
        for (const ReportFormat& format : report_formats()) {
            if (format.name != wanted.format) continue;
            auto written = write_whole_file(wanted.path, format.write(report, fail_on_));
            if (!written) return written;
        }
    }
    if (options_.write_baseline_file.empty()) return {};
    return write_whole_file(options_.write_baseline_file, Baseline::of(report.findings).text());
}

void ReportOutput::print(const CheckReport& report, Io& io) const {
    if (options_.json) {
        io.out.write(check_report_json(report));
    } else if (options_.verdict_only) {
        io.out.line(verdict_sentence(report));
    } else {
        io.out.write(check_report_text(report));
    }
}

int ReportOutput::finish(CheckReport& report, Io& io) const {
    report.tool_version = options_.version;
    if (baseline_) baseline_->apply(report.findings);
    if (auto written = write_files(report); !written) return report_error(written.error(), io);
    print(report, io);
    const bool fails = any_fails(report.findings, fail_on_);
    return number_of(fails ? ExitCode::finding : ExitCode::clean);
}

}  // namespace rowlock
