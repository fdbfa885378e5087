#include "checks/report/markdown_report.hpp"

#include "checks/report/wording.hpp"
#include "mockorg/base/counted.hpp"
#include "mockorg/codec/utf8.hpp"

#include <fmt/core.h>

#include <algorithm>

namespace rowlock {
namespace {

constexpr std::size_t k_findings_shown = 50;
constexpr std::size_t k_witnesses_shown = 10;

/// Characters with a meaning in Markdown become character references, line ends become blanks,
/// bytes that are no UTF-8 become U+FFFD.
std::string escaped(std::string_view text) {
    constexpr std::string_view k_special = "\\`*_{}[]()#+!|<>&~@$:";
    std::string out;
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t length = utf8_length_at(text, at);
        const std::string_view character = text.substr(at, std::max<std::size_t>(1, length));
        at += character.size();
        if (length == 0) {
            out += k_utf8_replacement;
        } else if (static_cast<unsigned char>(character[0]) < 0x20) {
            out += ' ';
        } else if (k_special.find(character[0]) != std::string_view::npos) {
            out += fmt::format("&#{};", static_cast<int>(character[0]));
        } else {
            out += character;
        }
    }
    return out;
}

class MarkdownReport {
public:
    explicit MarkdownReport(const CheckReport& report) : report_(report) {}

    std::string run() {
        const CheckedLoad& load = report_.load;
        out_ += fmt::format(
            "## rowlock check\n\n**{}.**\n\n{}.\n\n{} {}: {} in {}.\n\n",
            verdict_sentence(report_),
            verdict_advice(report_),
            escaped(load.operation),
            escaped(load.object),
            counted(load.rows, "row"),
            counted(load.batches(), "batch")
        );
        if (report_.forecast) {
            const std::string expected =
                forecast_sentence(*report_.forecast) + ". " + forecast_basis(*report_.forecast);
            out_ += "Expected failures: " + escaped(expected) + ".\n\n";
        }
        add_witnesses();
        add_findings();
        add_assumptions();
        return std::move(out_);
    }

private:
    void add_witnesses() {
        const ConflictPart& part = report_.hard.keys > 0 ? report_.hard : report_.all;
        if (part.witnesses.empty()) return;
        out_ += "| record | by rule | one row | the other |\n|---|---|---|---|\n";
        const std::size_t shown = std::min(k_witnesses_shown, part.witnesses.size());
        for (std::size_t i = 0; i < shown; ++i) {
            const ConflictWitness& witness = part.witnesses[i];
            out_ += "| " + escaped(witness.object + " " + witness.key) + " | " +
                    escaped(witness.first_rule) + " | " + escaped(place_text(witness.first)) +
                    " | " + escaped(place_text(witness.second)) + " |\n";
        }
        if (part.keys > shown) out_ += "\n... and " + grouped(part.keys - shown) + " more.\n";
        out_ += '\n';
    }

    void add_findings() {
        out_ += "**Findings:** " + finding_counts_text(report_.findings) + ".\n\n";
        const auto open = std::count_if(
            report_.findings.begin(),
            report_.findings.end(),
            [](const Finding& finding) { return !finding.accepted; }
        );
        if (open == 0) return;
        out_ += "| | rule | where | what | count |\n|---|---|---|---|---|\n";
        std::size_t shown = 0;
        for (const Finding& finding : report_.findings) {
            if (finding.accepted || shown == k_findings_shown) continue;
            ++shown;
            add_finding(finding);
        }
        const std::size_t left = static_cast<std::size_t>(open) - shown;
        if (left > 0) out_ += "\n... and " + grouped(left) + " more.\n";
        out_ += '\n';
    }

    void add_finding(const Finding& finding) {
        std::string where = finding.file;
        if (!finding.field.empty()) where += (where.empty() ? "" : ", ") + finding.field;
        std::string what = finding.message;
        if (!finding.examples.empty()) {
            const std::string example = example_text(finding.examples.front());
            if (!example.empty()) what += "; first " + example;
        }
        const FindingRuleInfo& rule = info_of(finding.rule);
        out_ += "| " + std::string{name_of(rule.severity)} + " | " + std::string{rule.id} + " | " +
                escaped(where) + " | " + escaped(what) + " | " + grouped(finding.count) + " |\n";
    }

    void add_assumptions() {
        if (report_.assumptions.empty()) return;
        out_ += "<details><summary>What this takes for granted</summary>\n\n";
        for (const std::string& sentence : report_.assumptions) {
            out_ += "- " + escaped(sentence) + "\n";
        }
        out_ += "\n</details>\n";
    }

    const CheckReport& report_;
    std::string out_;
};

}  // namespace

std::string check_report_markdown(const CheckReport& report) {
    return MarkdownReport{report}.run();
}

}  // namespace rowlock
