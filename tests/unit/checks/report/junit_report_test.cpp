#include "checks/report/junit_report.hpp"

#include "mockorg/codec/xml_reader.hpp"
#include "tests/support/test.hpp"
#include "tests/unit/checks/report/sample_report.hpp"

namespace rowlock {
namespace {

std::size_t failures(const XmlElement& root) {
    std::size_t count = 0;
    for (const XmlElement& test : root.children.at(0).children) {
        if (test.child("failure") != nullptr) ++count;
    }
    return count;
}

XmlElement parsed(const CheckReport& report, FailOn fail_on) {
    auto root = read_xml(check_report_junit(report, fail_on));
    REQUIRE(root);
    return std::move(*root);
}

TEST_CASE("one test case per rule, failing from the threshold on") {
    const XmlElement root = parsed(test::sample_report(), FailOn::error);
    CHECK(root.name.local == "testsuites");
    CHECK(*root.attribute("", "tests") == std::to_string(finding_rules().size()));
    CHECK(*root.attribute("", "failures") == "2");
    CHECK(failures(root) == 2);
    CHECK(root.children.at(0).children.size() == finding_rules().size() + 1);
    CHECK(failures(parsed(test::sample_report(), FailOn::never)) == 0);
    CHECK(failures(parsed(test::clean_report(), FailOn::note)) == 0);
}

TEST_CASE("the output holds the verdict and what it takes for granted") {
    const CheckReport report = test::sample_report();
    const XmlElement root = parsed(report, FailOn::error);
    const XmlElement* const output = root.children.at(0).child("system-out");
    REQUIRE(output != nullptr);
    CHECK_THAT(output->text, Catch::StartsWith("NOT SAFE"));
    for (const std::string& sentence : report.assumptions) {
        CHECK_THAT(output->text, Catch::Contains("- " + sentence));
    }
}

TEST_CASE("what the baseline accepts fails no test") {
    CheckReport report = test::sample_report();
    CHECK(failures(parsed(report, FailOn::note)) == 2);
    report.findings.back().accepted = false;
    CHECK(failures(parsed(report, FailOn::note)) == 3);
}

}  // namespace
}  // namespace rowlock
