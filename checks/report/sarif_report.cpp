#include "checks/report/sarif_report.hpp"

#include "checks/report/wording.hpp"
#include "mockorg/base/counted.hpp"
#include "mockorg/codec/json_writer.hpp"

#include <fmt/core.h>

namespace rowlock {
namespace {

/// A path as a relative or file URI reference: what is not plain is percent-encoded.
std::string uri_of(std::string_view path) {
    constexpr std::string_view k_plain =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~/";
    std::string uri = path.starts_with('/') ? "file://" : "";
    for (const char c : path) {
        if (k_plain.find(c) != std::string_view::npos) {
            uri += c;
        } else {
            uri += fmt::format("%{:02X}", static_cast<unsigned char>(c));
        }
    }
    return uri;
}

class SarifReport {
public:
    SarifReport(const CheckReport& report, std::string& out) : report_(report), json_(out) {}

    void write() {
        json_.begin_object();
        json_.member("$schema", "https://json.schemastore.org/sarif-2.1.0.json");
        json_.member("version", "2.1.0");
        json_.key("runs").begin_array().begin_object();
        json_.key("tool").begin_object().key("driver").begin_object();
        json_.member("name", "rowlock").member("version", report_.tool_version);
        json_.key("rules").begin_array();
        for (const FindingRuleInfo& rule : finding_rules()) write_rule(rule);
        json_.end_array().end_object().end_object();
        json_.member("columnKind", "unicodeCodePoints");
        json_.key("results").begin_array();
        for (const Finding& finding : report_.findings) write_result(finding);
        json_.end_array();
        write_basis();
        json_.end_object().end_array().end_object();
    }

private:
    void write_text(std::string_view name, std::string_view text) {
        json_.key(name).begin_object().member("text", text).end_object();
    }

    /// What is no finding: the verdict, and what it takes for granted.
    void write_basis() {
        json_.key("properties").begin_object();
        json_.member("verdict", verdict_sentence(report_));
        json_.key("assumptions").begin_array();
        for (const std::string& sentence : report_.assumptions) json_.value(sentence);
        json_.end_array().end_object();
    }

    void write_rule(const FindingRuleInfo& rule) {
        json_.begin_object().member("id", rule.id);
        write_text("shortDescription", fmt::format("{}.", rule.title));
        write_text("help", rule.help);
        json_.key("defaultConfiguration").begin_object();
        json_.member("level", name_of(rule.severity)).end_object().end_object();
    }

    std::string message_of(const Finding& finding) const {
        std::string text = finding.field.empty() ? std::string{} : finding.field + ": ";
        text += finding.message;
        if (finding.count > 1) text += fmt::format(" ({} times)", grouped(finding.count));
        if (!finding.examples.empty()) {
            const std::string example = example_text(finding.examples.front());
            if (!example.empty()) text += ", first " + example;
        }
        return text + ".";
    }

    /// Hosts drop results without a place, so what is about the load points to its first file.
    void write_location(const Finding& finding, const FindingPlace& place) {
        const std::string& file = finding.file.empty() && !report_.load.files.empty()
                                      ? report_.load.files.front().name
                                      : finding.file;
        json_.begin_object().key("physicalLocation").begin_object();
        json_.key("artifactLocation").begin_object().member("uri", uri_of(file)).end_object();
        json_.key("region").begin_object();
        json_.member("startLine", place.line == 0 ? std::uint64_t{1} : place.line);
        if (place.column != 0) json_.member("startColumn", place.column);
        json_.end_object().end_object().end_object();
    }

    void write_result(const Finding& finding) {
        json_.begin_object().member("ruleId", info_of(finding.rule).id);
        json_.member("ruleIndex", static_cast<std::uint64_t>(finding.rule));
        json_.member("level", name_of(finding.severity()));
        write_text("message", message_of(finding));
        json_.key("locations").begin_array();
        write_location(finding, finding.examples.empty() ? FindingPlace{} : finding.examples[0]);
        json_.end_array();
        if (finding.examples.size() > 1) {
            json_.key("relatedLocations").begin_array();
            for (std::size_t i = 1; i < finding.examples.size(); ++i) {
                write_location(finding, finding.examples[i]);
            }
            json_.end_array();
        }
        json_.member("occurrenceCount", finding.count);
        json_.key("partialFingerprints").begin_object();
        json_.member("rowlockFinding/v1", finding.fingerprint()).end_object();
        if (finding.accepted) {
            json_.key("suppressions").begin_array().begin_object();
            json_.member("kind", "external").end_object().end_array();
        }
        json_.end_object();
    }

    const CheckReport& report_;
    JsonWriter json_;
};

}  // namespace

std::string check_report_sarif(const CheckReport& report) {
    std::string out;
    SarifReport{report, out}.write();
    out += '\n';
    return out;
}

}  // namespace rowlock
