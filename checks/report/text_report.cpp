#include "checks/report/text_report.hpp"

#include "checks/report/shape_wording.hpp"
#include "checks/report/wording.hpp"
#include "mockorg/base/counted.hpp"
#include "mockorg/codec/utf8.hpp"

#include <fmt/core.h>

#include <algorithm>

namespace rowlock {
namespace {

/// Witnesses and examples a human reads; the JSON report has all.
constexpr std::size_t k_witnesses_shown = 5;
constexpr std::size_t k_examples_shown = 3;

/// C0 and C1 controls; terminals obey both.
bool is_control(std::string_view character) {
    const auto first = static_cast<unsigned char>(character[0]);
    if (character.size() == 1) return first < 0x20 || first == 0x7F;
    return first == 0xC2 && static_cast<unsigned char>(character[1]) < 0xA0;
}

/// Values from files must not steer a terminal: what is no printable character becomes '?'.
std::string tame(std::string_view text) {
    std::string out;
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t length = utf8_length_at(text, at);
        const std::string_view character = text.substr(at, std::max<std::size_t>(1, length));
        const bool printable = length > 0 && !is_control(character);
        out += printable ? character : std::string_view{"?"};
        at += character.size();
    }
    return out;
}

class TextReport {
public:
    explicit TextReport(const CheckReport& report) : report_(report) {}

    std::string run() {
        line(verdict_sentence(report_) + ".");
        line(verdict_advice(report_) + ".");
        add_load();
        add_witnesses("Locked by batches that may run together", report_.hard);
        if (report_.all.keys > report_.hard.keys) {
            add_witnesses("The same with locks counted that are only possible", report_.all);
        }
        add_windows();
        add_list("Not resolved", unresolved_lines());
        add_list("Assumes", report_.assumptions);
        add_structure();
        add_forecast();
        if (report_.finished) add_list("Afterwards", {finished_sentence(*report_.finished) + "."});
        add_findings();
        return std::move(out_);
    }

private:
    void line(std::string_view text) {
        out_ += tame(text);
        out_ += '\n';
    }

    void section(std::string_view text) {
        out_ += '\n';
        line(text);
    }

    void add_list(std::string_view title, const std::vector<std::string>& entries) {
        if (entries.empty()) return;
        section(title);
        for (const std::string& entry : entries) line("  - " + entry);
    }

    void add_load() {
        const CheckedLoad& load = report_.load;
        section(fmt::format(
            "{} {}: {} in {} and {} ({} parallel, {} serial, {} feed), which lock up to {}",
            load.operation,
            load.object,
            counted(load.rows, "row"),
            counted(load.files.size(), "file"),
            counted(load.batches(), "batch"),
            grouped(load.parallel_batches),
            grouped(load.serial_batches),
            grouped(load.feed_batches),
            counted(load.keys, "record")
        ));
    }

    void add_witnesses(std::string_view title, const ConflictPart& part) {
        if (part.keys == 0) return;
        section(fmt::format("{}: {}", title, counted(part.keys, "record")));
        const std::size_t shown = std::min(k_witnesses_shown, part.witnesses.size());
        for (std::size_t i = 0; i < shown; ++i) add_witness(part.witnesses[i]);
        if (part.keys > shown) line(fmt::format("  ... and {} more", grouped(part.keys - shown)));
    }

    void add_witness(const ConflictWitness& witness) {
        const std::string rules = witness.second_rule.empty()
                                      ? witness.first_rule
                                      : witness.first_rule + ", " + witness.second_rule;
        line(fmt::format(
            "  {} {}{} by rule {}",
            witness.object,
            witness.key,
            witness.soft ? " (possible)" : "",
            rules
        ));
        line("    " + place_text(witness.first));
        line("    " + place_text(witness.second));
    }

    void add_windows() {
        if (report_.windows.empty()) return;
        std::vector<std::string> lines;
        for (const WindowPart& window : report_.windows) lines.push_back(window_sentence(window));
        add_list("If batches start in order", lines);
        line(fmt::format("  {}.", window_caveat()));
    }

    std::vector<std::string> unresolved_lines() const {
        std::vector<std::string> lines;
        for (const UnresolvedPart& part : report_.unresolved) {
            lines.push_back(part.meaning);
        }
        return lines;
    }

    void add_structure() {
        std::vector<std::string> lines;
        for (const SkewPart& skew : report_.skew) lines.push_back(skew_sentence(skew));
        if (report_.components) {
            for (auto& sentence : component_sentences(*report_.components)) {
                lines.push_back(std::move(sentence));
            }
        }
        if (report_.bounds) {
            for (auto& sentence : bound_sentences(*report_.bounds)) {
                lines.push_back(std::move(sentence));
            }
        }
        add_list("Shape of the load", lines);
    }

    void add_forecast() {
        if (!report_.forecast) return;
        const Forecast& forecast = *report_.forecast;
        section("Expected failures: " + forecast_sentence(forecast) + ".");
        line(fmt::format("  {}.", forecast_basis(forecast)));
        if (forecast.highest_rate > 0.0) add_forecast_table(forecast);
        for (const std::string& sentence : forecast_advice(forecast)) line("  - " + sentence);
    }

    void add_forecast_table(const Forecast& forecast) {
        for (std::uint32_t hold = 0; hold < forecast.holds.size(); ++hold) {
            std::string row = fmt::format(
                "  {:<12} mean {:>4g} s ",
                forecast.holds[hold].name,
                forecast.holds[hold].hold.mean_seconds
            );
            for (const ForecastCell& cell : forecast.cells) {
                if (cell.hold != hold) continue;
                row += fmt::format("  k {:>2}: {:>7}", cell.workers, rate_text(cell.failure_rate));
            }
            line(row);
        }
    }

    void add_findings() {
        section("Findings: " + finding_counts_text(report_.findings) + ".");
        // What to do is said once, behind the last finding of a rule.
        const FindingRuleInfo* told = nullptr;
        for (const Finding& finding : report_.findings) {
            if (finding.accepted) continue;
            const FindingRuleInfo* const rule = &info_of(finding.rule);
            if (told != nullptr && told != rule) add_help(*told);
            told = rule;
            add_finding(finding);
        }
        if (told != nullptr) add_help(*told);
    }

    void add_help(const FindingRuleInfo& rule) { line(fmt::format("      {}", rule.help)); }

    void add_finding(const Finding& finding) {
        const FindingRuleInfo& rule = info_of(finding.rule);
        std::string where = finding.file;
        if (!finding.field.empty()) where += (where.empty() ? "" : ", ") + finding.field;
        line(fmt::format(
            "  {} [{}] {}{}{}",
            name_of(rule.severity),
            rule.id,
            where.empty() ? "" : where + ": ",
            finding.message,
            finding.count > 1 ? " (" + counted(finding.count, "time") + ")" : ""
        ));
        const std::size_t shown = std::min(k_examples_shown, finding.examples.size());
        for (std::size_t i = 0; i < shown; ++i) {
            line("      " + example_text(finding.examples[i]));
        }
    }

    const CheckReport& report_;
    std::string out_;
};

}  // namespace

std::string check_report_text(const CheckReport& report) {
    return TextReport{report}.run();
}

}  // namespace rowlock
