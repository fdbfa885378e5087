#include "checks/report/html_report.hpp"

#include "mockorg/codec/xml_reader.hpp"
#include "tests/support/test.hpp"
#include "tests/unit/checks/report/sample_report.hpp"

#include <map>
#include <string>

namespace rowlock {
namespace {

using Catch::Matchers::Contains;
using Catch::Matchers::StartsWith;

constexpr std::string_view k_doctype = "<!doctype html>\n";

void count_elements(const XmlElement& element, std::map<std::string, int>& counts) {
    ++counts[element.name.local];
    for (const XmlElement& child : element.children) count_elements(child, counts);
}

std::map<std::string, int> elements_of(const CheckReport& report) {
    const std::string page = check_report_html(report);
    REQUIRE_THAT(page, StartsWith(std::string{k_doctype}));
    const auto root = read_xml(std::string_view{page}.substr(k_doctype.size()));
    REQUIRE(root);
    std::map<std::string, int> counts;
    count_elements(*root, counts);
    return counts;
}

TEST_CASE("the page is well-formed, with three charts") {
    const auto counts = elements_of(test::sample_report());
    CHECK(counts.at("svg") == 3);
    CHECK(counts.at("h1") == 1);
    CHECK(counts.count("script") == 0);
    CHECK(counts.count("b") == 0);
    elements_of(test::clean_report());
    elements_of({});
}

TEST_CASE("the page loads nothing from anywhere") {
    const std::string page = check_report_html(test::sample_report());
    for (const char* word : {"http", "src=", "href=", "url(", "@import"}) {
        CHECK_THAT(page, !Contains(word));
    }
}

TEST_CASE("the page has a colour for every verdict") {
    const std::string page = check_report_html(test::sample_report());
    for (const auto verdict :
         {CheckVerdict::safe,
          CheckVerdict::incomplete,
          CheckVerdict::soft_conflicts,
          CheckVerdict::unreadable,
          CheckVerdict::unsafe}) {
        CHECK_THAT(page, Contains("h1." + std::string{name_of(verdict)}));
    }
}

TEST_CASE("values from files stay text wherever they stand") {
    CheckReport report = test::sample_report();
    report.load.object = test::k_nasty;
    report.load.files[0].name = test::k_nasty;
    report.hard.witnesses[0].key = test::k_nasty;
    report.hard.witnesses[0].first.file = test::k_nasty;
    report.skew[0].field = test::k_nasty;
    report.skew[0].largest[0].key = test::k_nasty;
    report.unresolved[0].path = test::k_nasty;
    report.findings[0].file = test::k_nasty;
    report.forecast->holds[0].name = test::k_nasty;
    const auto counts = elements_of(report);
    CHECK(counts.count("b") == 0);
}

}  // namespace
}  // namespace rowlock
