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
