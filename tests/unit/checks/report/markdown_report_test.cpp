#include "checks/report/markdown_report.hpp"

#include "tests/support/test.hpp"
#include "tests/unit/checks/report/sample_report.hpp"

#include <algorithm>

namespace rowlock {
namespace {

using Catch::Matchers::Contains;
using Catch::Matchers::StartsWith;

TEST_CASE("the summary says the verdict, the range and the findings") {
    const std::string text = check_report_markdown(test::sample_report());
    CHECK_THAT(text, StartsWith("## rowlock check\n\n**NOT SAFE: 3 records"));
    CHECK_THAT(text, Contains("to 31 % "));
    CHECK_THAT(text, Contains("| error | malformed-id | data/a b.csv, AccountId |"));
    CHECK_THAT(text, !Contains("many-children"));
}

TEST_CASE("values from files make no markup, and tables keep their shape") {
    CheckReport report = test::sample_report();
    report.hard.witnesses[0].key = test::k_nasty;
    report.findings[0].field = test::k_nasty;
    report.findings[0].message = test::k_nasty;
    const std::string text = check_report_markdown(report);
    CHECK_THAT(text, !Contains("<b"));
    std::size_t start = 0;
    while (start < text.size()) {
        const std::size_t end = text.find('\n', start);
        const std::string line = text.substr(start, end - start);
        start = end + 1;
        const auto bars = std::count(line.begin(), line.end(), '|');
        CHECK((bars == 0 || bars == 5 || bars == 6));
    }
}

TEST_CASE("bytes that are no UTF-8 do not spoil the page") {
    CheckReport report = test::sample_report();
    report.hard.witnesses[0].key = "caf\xE9 \xC3\xA9";
    CHECK_THAT(check_report_markdown(report), Contains("caf\xEF\xBF\xBD \xC3\xA9"));
}

TEST_CASE("a great many findings stay far below what a job page takes") {
    CheckReport report;
    Findings findings;
    for (std::size_t i = 0; i < 5'000; ++i) {
        const std::string file = std::string(900, 'x') + std::to_string(i);
        findings.add({FindingRule::line_ending, file, {}}, {});
    }
    report.findings = findings.sorted();
    const std::string text = check_report_markdown(report);
    CHECK(text.size() < 200'000);
    CHECK_THAT(text, Contains("... and 4,950 more."));
}

}  // namespace
}  // namespace rowlock
