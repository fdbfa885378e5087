#include "checks/report/report_findings.hpp"

#include "tests/support/test.hpp"
#include "tests/unit/checks/report/sample_report.hpp"

namespace rowlock {
namespace {

using Catch::Matchers::Contains;

std::vector<Finding> found(const CheckReport& report) {
    Findings findings;
    find_in_report(report, findings);
    return findings.sorted();
}

std::vector<std::string> rules_of(const std::vector<Finding>& findings) {
    std::vector<std::string> rules;
    for (const Finding& finding : findings) rules.emplace_back(info_of(finding.rule).id);
    return rules;
}

TEST_CASE("every part of the report has its say") {
    CheckReport report = test::sample_report();
    report.all.witnesses.push_back(report.hard.witnesses[0]);
    report.all.witnesses.back().soft = true;
    report.skew[0].parents_from_6000 = 3;
    report.skew[0].parents_from_10000 = 1;
    report.bounds->quota_days = 2;
    report.load.concurrency_mode_given = true;
    const auto findings = found(report);
    CHECK(
        rules_of(findings) ==
        std::vector<std::string>{
            "hard-conflict",
            "unresolved-lookup",
            "concurrency-mode",
            "soft-conflict",
            "child-skew",
            "cross-links",
            "quota-days",
            "near-conflict",
            "many-children"}
    );
    CHECK(findings[0].count == 3);
    REQUIRE(findings[0].examples.size() == 1);
    CHECK_THAT(
        findings[0].examples[0].value,
        Contains("Account 001Ab00000000A1IAI: data/a b.csv row 7 (line 8), batch 1 and data/a b.csv"
        )
    );
    CHECK(findings[1].field == "Contact.Account");
    CHECK(findings[1].count == 12);
    CHECK(findings[3].count == 1);
    CHECK(findings[3].examples.size() == 1);
    CHECK(findings[8].count == 2);
}

TEST_CASE("an unknown value from before the load is less than an unknown parent") {
    CheckReport report = test::clean_report();
    report.windows.clear();
    report.components->cross_link_warning = false;
    report.unresolved = {{"Contact.AccountId", 2, "unknown", false}};
    const auto findings = found(report);
    CHECK(rules_of(findings) == std::vector<std::string>{"unresolved-old-value"});
    CHECK(findings[0].severity() == Severity::warning);
}

TEST_CASE("a clean report has no findings of its own") {
    CheckReport report = test::clean_report();
    report.windows.clear();
    report.components->cross_link_warning = false;
    CHECK(found(report).empty());
    CHECK(found({}).empty());
}

}  // namespace
}  // namespace rowlock
