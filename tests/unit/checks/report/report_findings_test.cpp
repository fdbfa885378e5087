#include "checks/report/report_findings.hpp"

#include "checks/findings/baseline.hpp"
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

TEST_CASE("the second row of a conflict is told with its file if that is another one") {
    CheckReport report = test::sample_report();
    report.hard.witnesses[0].second.file = "other.csv";
    const auto findings = found(report);
    REQUIRE(findings[1].examples.size() == 1);
    CHECK(findings[1].examples[0].value == "batch 1, and other.csv row 250 (line 251), batch 2");
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
    CHECK(findings[0].count == 2);
    CHECK(findings[0].examples.empty());
    CHECK(findings[1].count == 1);
    CHECK(findings[1].file == "data/a b.csv");
    CHECK(findings[1].field == "Account 001Ab00000000A1IAI");
    REQUIRE(findings[1].examples.size() == 2);
    CHECK(findings[1].examples[0].row == 7);
    CHECK(findings[1].examples[0].line == 8);
    CHECK(findings[1].examples[0].value == "batch 1");
    CHECK(findings[1].examples[1].row == 250);
    CHECK(findings[1].examples[1].value == "batch 2");
    CHECK(findings[2].field == "Contact.Account");
    CHECK(findings[2].count == 12);
    CHECK(findings[4].count == 1);
    // Both rows of the conflict, which are in one file.
    REQUIRE(findings[4].examples.size() == 2);
    CHECK(findings[4].examples[0].row != findings[4].examples[1].row);
    CHECK(findings[9].count == 2);
}

TEST_CASE("a conflict accepted is that one, and no other") {
    CheckReport report = test::sample_report();
    report.hard.keys = 1;
    const Baseline baseline = Baseline::of(found(report));
    const auto hard_is_accepted = [&] {
        auto findings = found(report);
        baseline.apply(findings);
        REQUIRE(findings[0].rule == FindingRule::hard_conflict);
        return findings[0].accepted;
    };
    CHECK(hard_is_accepted());
    report.hard.witnesses[0].first.row = 9;
    CHECK(hard_is_accepted());
    report.hard.witnesses[0].key = "001Ab00000000A2IAI";
    CHECK_FALSE(hard_is_accepted());
    report = test::sample_report();
    report.hard.keys = 1;
    report.hard.witnesses[0].first.file = "other.csv";
    CHECK_FALSE(hard_is_accepted());
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
