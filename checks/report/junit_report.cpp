#include "checks/report/junit_report.hpp"

#include "checks/report/wording.hpp"
#include "mockorg/base/counted.hpp"
#include "mockorg/codec/xml_writer.hpp"

#include <fmt/core.h>

namespace rowlock {
namespace {

std::string finding_lines(const Finding& finding) {
    std::string where = finding.file;
    if (!finding.field.empty()) where += (where.empty() ? "" : ", ") + finding.field;
    std::string text = fmt::format(
        "{}{} ({}){}\n",
        where.empty() ? "" : where + ": ",
        finding.message,
        counted(finding.count, "time"),
        finding.accepted ? ", accepted by the baseline" : ""
    );
    for (const FindingPlace& place : finding.examples) text += "  " + example_text(place) + "\n";
    return text;
}

/// The findings of one rule.
struct RuleCase {
    const FindingRuleInfo* rule;
    bool failed = false;
    std::string text;
};

RuleCase case_of(const FindingRuleInfo& rule, const CheckReport& report, FailOn fail_on) {
    RuleCase result{&rule, false, {}};
    for (const Finding& finding : report.findings) {
        if (finding.rule != rule.rule) continue;
        result.text += finding_lines(finding);
        result.failed = result.failed || (!finding.accepted && fails(rule.severity, fail_on));
    }
    return result;
}

/// The verdict and what it takes for granted.
std::string verdict_lines(const CheckReport& report) {
    std::string text = verdict_sentence(report) + ".";
    if (!report.assumptions.empty()) text += "\nAssumes:";
    for (const std::string& sentence : report.assumptions) text += "\n- " + sentence;
    return text;
}

void write_case(const RuleCase& result, XmlWriter& xml) {
    xml.open("testcase").attribute("classname", "rowlock check").attribute("name", result.rule->id);
    if (result.failed) {
        xml.open("failure").attribute("type", name_of(result.rule->severity));
        xml.attribute("message", result.rule->title);
        xml.text(result.text + std::string{result.rule->help}).close();
    } else if (!result.text.empty()) {
        xml.element("system-out", result.text);
    }
    xml.close();
}

}  // namespace

std::string check_report_junit(const CheckReport& report, FailOn fail_on) {
    std::vector<RuleCase> cases;
    std::size_t failures = 0;
    for (const FindingRuleInfo& rule : finding_rules()) {
        cases.push_back(case_of(rule, report, fail_on));
        if (cases.back().failed) ++failures;
    }
    const std::string tests = std::to_string(cases.size());
    const std::string failed = std::to_string(failures);
    std::string out;
    XmlWriter xml{out, XmlLayout::lines};
    xml.declaration();
    xml.open("testsuites").attribute("tests", tests).attribute("failures", failed);
    xml.open("testsuite").attribute("name", "rowlock check");
    xml.attribute("tests", tests).attribute("failures", failed).attribute("errors", "0");
    for (const RuleCase& result : cases) write_case(result, xml);
    xml.element("system-out", verdict_lines(report));
    xml.close().close();
    out += '\n';
    return out;
}

}  // namespace rowlock
