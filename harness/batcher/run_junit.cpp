#include "harness/batcher/run_report.hpp"
#include "mockorg/codec/xml_writer.hpp"

#include <string>

namespace rowlock::batcher {
namespace {

constexpr const char* k_suite = "rowlock test-batcher";

/// A test case of the report; it fails if there is a message.
struct TestCase {
    std::string name;
    std::string type;
    std::string message;
    std::string text;
    bool failed = false;
};

TestCase test_of(const Property& property, const RunReport& report) {
    TestCase test{std::string{property.id} + " " + std::string{property.name}, {}, {}, {}, false};
    const auto& counterexamples = report.result->counterexamples;
    for (std::size_t i = 0; i < counterexamples.size(); ++i) {
        const Counterexample& found = counterexamples[i];
        if (found.property != &property) continue;
        test.failed = property.grade == PropertyGrade::error || report.warnings_fail;
        test.type = name_of(property.grade);
        test.message = found.violation.sentence;
        test.text = counterexample_table(found) + "replay: " + report.notes[i].replay;
    }
    return test;
}

TestCase test_of_labels(const RunReport& report) {
    TestCase test{"labels", "error", {}, {}, false};
    for (const std::size_t label : report.result->missing_labels) {
        test.failed = true;
        test.message = "too few cases are of a kind that is required";
        test.text += std::string{all_labels()[label].name} + "\n";
    }
    return test;
}

void write_test(XmlWriter& xml, const TestCase& test) {
    xml.open("testcase").attribute("classname", k_suite).attribute("name", test.name);
    if (test.failed) {
        xml.open("failure").attribute("type", test.type).attribute("message", test.message);
        xml.text(test.text).close();
    } else if (!test.message.empty()) {
        xml.element("system-out", test.message + "\n" + test.text);
    }
    xml.close();
}

}  // namespace

std::string run_report_junit(const RunReport& report) {
    std::vector<TestCase> tests;
    for (const Property* const property : report.properties) {
        tests.push_back(test_of(*property, report));
    }
    tests.push_back(test_of_labels(report));
    std::size_t failures = 0;
    for (const TestCase& test : tests) failures += test.failed ? 1 : 0;
    const std::string count = std::to_string(tests.size());
    const std::string failed = std::to_string(failures);
    std::string text;
    XmlWriter xml{text, XmlLayout::lines};
    xml.declaration();
    xml.open("testsuites").attribute("tests", count).attribute("failures", failed);
    xml.open("testsuite").attribute("name", k_suite).attribute("tests", count);
    xml.attribute("failures", failed).attribute("errors", "0");
    for (const TestCase& test : tests) write_test(xml, test);
    xml.element("system-out", run_verdict(report));
    xml.close().close();
    text += '\n';
    return text;
}

}  // namespace rowlock::batcher
