#include "checks/report/html_report.hpp"

#include "checks/report/shape_wording.hpp"
#include "checks/report/svg_charts.hpp"
#include "checks/report/wording.hpp"
#include "mockorg/base/counted.hpp"
#include "mockorg/codec/xml_writer.hpp"

#include <fmt/core.h>

namespace rowlock {
namespace {

/// Without the characters that XML escapes: a style element takes text as it stands.
constexpr std::string_view k_style = R"(
:root { color-scheme: light dark; --ink: #1d2733; --soft: #5b6875; --paper: #fdfdfc; --line: #d4d9de;
  --red: #b3261e; --amber: #b26a00; --green: #1d7a46; --blue: #2563a8; --violet: #7a3fa0; --pale: #e8ecef; }
@media (prefers-color-scheme: dark) { :root { --ink: #e6eaee; --soft: #9aa7b4; --paper: #15191e;
  --line: #38424d; --red: #ff8a80; --amber: #ffb74d; --green: #6fcf97; --blue: #7fb2ee; --violet: #c79be8;
  --pale: #262d35; } }
body { font: 15px/1.5 system-ui, sans-serif; color: var(--ink); background: var(--paper);
  max-width: 62rem; margin: 2rem auto; padding: 0 1rem; }
h1 { font-size: 1.4rem; } h2 { font-size: 1.1rem; margin-top: 2.2rem; }
h1.safe { color: var(--green); } h1.unsafe, h1.unreadable { color: var(--red); }
h1.incomplete, h1.soft-conflicts { color: var(--amber); }
table { border-collapse: collapse; width: 100%; } td, th { text-align: left; vertical-align: top;
  padding: 0.3rem 0.6rem; border-bottom: 1px solid var(--line); overflow-wrap: anywhere; }
td.number, th.number { text-align: right; white-space: nowrap; }
.error { color: var(--red); } .warning { color: var(--amber); } .note, .quiet { color: var(--soft); }
svg { max-width: 100%; height: auto; } svg text { font-size: 11px; fill: var(--soft); }
.axis { stroke: var(--line); } .curve { fill: none; stroke-width: 2; }
rect.series-0 { fill: var(--blue); }
.curve.series-0 { stroke: var(--blue); } .curve.series-1 { stroke: var(--amber); }
.curve.series-2 { stroke: var(--red); } .curve.series-3 { stroke: var(--violet); }
.cell-apart { fill: var(--pale); } .cell-clear { fill: var(--green); } .cell-soft { fill: var(--amber); }
.cell-hard { fill: var(--red); }
.key-0 { color: var(--blue); } .key-1 { color: var(--amber); } .key-2 { color: var(--red); }
.key-3 { color: var(--violet); }
)";

class HtmlReport {
public:
    HtmlReport(const CheckReport& report, std::string& out) : report_(report), xml_(out) {}

    void write() {
        xml_.open("html").attribute("lang", "en").open("head");
        xml_.open("meta").attribute("charset", "utf-8").close();
        xml_.open("meta").attribute("name", "viewport");
        xml_.attribute("content", "width=device-width, initial-scale=1").close();
        xml_.element("title", "rowlock check: " + std::string{verdict_word(report_.verdict())});
        xml_.element("style", k_style).close().open("body");
        write_verdict();
        write_witnesses();
        write_matrix();
        write_forecast();
        write_shape();
        write_findings();
        write_assumptions();
        xml_.open("p").attribute("class", "quiet").text("rowlock " + report_.tool_version).close();
        xml_.close().close();
    }

private:
    void heading(std::string_view text) { xml_.element("h2", text); }

    void paragraph(const std::string& text) { xml_.element("p", text); }

    void list(const std::vector<std::string>& entries) {
        if (entries.empty()) return;
        xml_.open("ul");
        for (const std::string& entry : entries) xml_.element("li", entry);
        xml_.close();
    }

    void header_cells(const std::vector<std::string_view>& names) {
        xml_.open("tr");
        for (const std::string_view name : names) xml_.element("th", name);
        xml_.close();
    }

    void number_cell(std::string_view text) {
        xml_.open("td").attribute("class", "number").text(text).close();
    }

    void write_verdict() {
        xml_.open("h1").attribute("class", name_of(report_.verdict()));
        xml_.text(verdict_sentence(report_) + ".").close();
        paragraph(verdict_advice(report_) + ".");
        const CheckedLoad& load = report_.load;
        paragraph(fmt::format(
            "{} {}: {} in {}, which lock up to {}.",
            load.operation,
            load.object,
            counted(load.rows, "row"),
            counted(load.batches(), "batch"),
            counted(load.keys, "record")
        ));
        if (report_.finished) paragraph(finished_sentence(*report_.finished) + ".");
    }

    void write_witnesses() {
        const ConflictPart& part = report_.hard.keys > 0 ? report_.hard : report_.all;
        if (part.witnesses.empty()) return;
        heading("Records locked by several batches");
        xml_.open("table");
        header_cells({"record", "by rule", "one row", "the other"});
        for (const ConflictWitness& witness : part.witnesses) {
            xml_.open("tr").element("td", witness.object + " " + witness.key);
            xml_.element("td", witness.first_rule + (witness.soft ? " (possible)" : ""));
            xml_.element("td", place_text(witness.first));
            xml_.element("td", place_text(witness.second)).close();
        }
        xml_.close();
        if (part.keys > part.witnesses.size()) {
            paragraph(fmt::format("{} in all; these are examples.", counted(part.keys, "record")));
        }
        if (report_.windows.empty()) return;
        std::vector<std::string> windows;
        for (const WindowPart& window : report_.windows) windows.push_back(window_sentence(window));
        list(windows);
        paragraph(std::string{window_caveat()} + ".");
    }

    void write_matrix() {
        if (!report_.matrix || report_.matrix->batches.empty()) return;
        heading("Batches against batches");
        draw_matrix(*report_.matrix, xml_);
        paragraph(fmt::format(
            "{} of {} batches. Red: share a record and may run together. Amber: may share one. "
            "Green: "
            "share nothing. Grey: kept apart.",
            grouped(report_.matrix->batches.size()),
            grouped(report_.matrix->batches_in_load)
        ));
    }

    void write_forecast() {
        if (!report_.forecast || report_.forecast->cells.empty()) return;
        const Forecast& forecast = *report_.forecast;
        heading("Expected failures");
        paragraph(forecast_sentence(forecast) + ". " + forecast_basis(forecast) + ".");
        draw_failure_curve(forecast, xml_);
        xml_.open("ul");
        for (std::size_t hold = 0; hold < forecast.holds.size(); ++hold) {
            xml_.open("li").attribute("class", fmt::format("key-{}", hold % 4));
            xml_.text(fmt::format(
                "{}: locks held {:g} s on average, variation {:g}",
                forecast.holds[hold].name,
                forecast.holds[hold].hold.mean_seconds,
                forecast.holds[hold].hold.variation
            ));
            xml_.close();
        }
        xml_.close();
        list(forecast_advice(forecast));
    }

    void write_shape() {
        if (report_.skew.empty() && !report_.components && !report_.bounds) return;
        heading("Shape of the load");
        for (const SkewPart& skew : report_.skew) {
            paragraph(skew_sentence(skew) + ".");
            if (!skew.histogram.empty()) draw_skew(skew.histogram, xml_);
        }
        if (report_.components) list(component_sentences(*report_.components));
        if (report_.bounds) list(bound_sentences(*report_.bounds));
    }

    void write_findings() {
        heading("Findings");
        paragraph(finding_counts_text(report_.findings) + ".");
        if (report_.findings.empty()) return;
        xml_.open("table");
        header_cells({"severity", "rule", "where", "what", "count"});
        for (const Finding& finding : report_.findings) write_finding(finding);
        xml_.close();
    }

    void write_finding(const Finding& finding) {
        const FindingRuleInfo& rule = info_of(finding.rule);
        xml_.open("tr").open("td").attribute("class", name_of(rule.severity));
        xml_.text(name_of(rule.severity)).close();
        xml_.element("td", std::string{rule.id} + (finding.accepted ? " (accepted)" : ""));
        std::string where = finding.file;
        if (!finding.field.empty()) where += (where.empty() ? "" : ", ") + finding.field;
        xml_.element("td", where);
        xml_.open("td").text(finding.message + ".");
        xml_.open("div").attribute("class", "quiet").text(rule.help).close();
        for (const FindingPlace& place : finding.examples) {
            const std::string example = example_text(place);
            if (!example.empty()) xml_.element("div", example);
        }
        xml_.close();
        number_cell(grouped(finding.count));
        xml_.close();
    }

    void write_assumptions() {
        std::vector<std::string> unresolved;
        for (const UnresolvedPart& part : report_.unresolved) {
            unresolved.push_back(part.meaning);
        }
        if (!unresolved.empty()) heading("Not resolved");
        list(unresolved);
        if (!report_.assumptions.empty()) heading("What this takes for granted");
        list(report_.assumptions);
    }

    const CheckReport& report_;
    XmlWriter xml_;
};

}  // namespace

std::string check_report_html(const CheckReport& report) {
    std::string out = "<!doctype html>\n";
    HtmlReport{report, out}.write();
    out += '\n';
    return out;
}

}  // namespace rowlock
