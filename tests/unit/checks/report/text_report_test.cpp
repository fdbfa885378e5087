#include "checks/report/text_report.hpp"

#include "tests/support/test.hpp"
#include "tests/unit/checks/report/sample_report.hpp"

#include <algorithm>

namespace rowlock {
namespace {

using Catch::Matchers::Contains;
using Catch::Matchers::StartsWith;

TEST_CASE("the first line of the text is the verdict") {
    CHECK_THAT(
        check_report_text(test::sample_report()), StartsWith("NOT SAFE: 3 records are locked")
    );
    CHECK_THAT(check_report_text(test::clean_report()), StartsWith("SAFE: no two batches"));
    CHECK_THAT(check_report_text({}), StartsWith("SAFE"));
}

TEST_CASE("the text names witnesses, rules, assumptions and what to do") {
    const std::string text = check_report_text(test::sample_report());
    CHECK_THAT(text, Contains("Account 001Ab00000000A1IAI by rule opportunity-account"));
    CHECK_THAT(text, Contains("data/a b.csv row 250 (line 251), batch 2"));
    CHECK_THAT(text, Contains("  ... and 2 more"));
    CHECK_THAT(text, Contains("any two parallel batches may run at the same time"));
    CHECK_THAT(
        text,
        Contains("error [malformed-id] data/a b.csv, AccountId: A value is no record "
                 "id (2 times)")
    );
    CHECK_THAT(text, Contains("row 3 (line 4) 'abc'"));
    CHECK_THAT(
        text,
        Contains("Findings: 2 errors, no warnings, no notes (1 accepted by the "
                 "baseline).")
    );
    CHECK_THAT(text, Contains("mean    1 s   k  3:     0 %  k 15:   1.2 %"));
    CHECK_THAT(text, !Contains("many-children"));
}

TEST_CASE("what to do is said once a rule, however many findings it has") {
    CheckReport report = test::sample_report();
    report.findings.clear();
    for (const char* const field : {"AccountId", "ContactId", "OwnerId"}) {
        report.findings.push_back({FindingRule::malformed_id, "a.csv", field, "m", 1, {}, false});
    }
    report.findings.push_back({FindingRule::hot_key, {}, "AccountId", "m", 1, {}, false});
    const std::string text = check_report_text(report);
    for (const FindingRule rule : {FindingRule::malformed_id, FindingRule::hot_key}) {
        const std::string help{info_of(rule).help};
        const std::size_t at = text.find(help);
        REQUIRE(at != std::string::npos);
        CHECK(text.find(help, at + 1) == std::string::npos);
    }
    CHECK(text.find("OwnerId") < text.find(info_of(FindingRule::malformed_id).help));
}

TEST_CASE("values from files cannot steer a terminal") {
    const std::string text = check_report_text(test::sample_report());
    CHECK(std::none_of(text.begin(), text.end(), [](char c) {
        return c != '\n' && static_cast<unsigned char>(c) < 0x20;
    }));
    CheckReport report;
    report.load.object = "a\xC2\x9B\x9B\xC3\xA4";
    CHECK_THAT(check_report_text(report), Contains("a??\xC3\xA4"));
}

}  // namespace
}  // namespace rowlock
