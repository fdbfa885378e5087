#include "checks/findings/finding_rules.hpp"

#include "mockorg/base/file_text.hpp"
#include "tests/support/test.hpp"

#include <set>
#include <string>

namespace rowlock {
namespace {

TEST_CASE("rule ids are unique words, and every rule says what to do") {
    std::set<std::string_view> ids;
    for (const FindingRuleInfo& rule : finding_rules()) {
        CAPTURE(rule.id);
        CHECK(ids.insert(rule.id).second);
        CHECK(rule.id.find_first_not_of("abcdefghijklmnopqrstuvwxyz-") == std::string_view::npos);
        CHECK_FALSE(rule.title.empty());
        CHECK(rule.title.back() != '.');
        CHECK(rule.help.back() == '.');
        CHECK(&info_of(rule.rule) == &rule);
    }
}

TEST_CASE("every rule is documented with its severity") {
    const auto document = read_file("docs/check-report.md", 1'000'000);
    REQUIRE(document);
    for (const FindingRuleInfo& rule : finding_rules()) {
        const std::string line_start = "| " + std::string{name_of(rule.severity)} + " | `";
        const std::size_t line = document->find("\n" + line_start);
        REQUIRE(line != std::string::npos);
        const std::string row = document->substr(line + 1, document->find('\n', line + 1) - line);
        CAPTURE(rule.id);
        CHECK(row.find("`" + std::string{rule.id} + "`") != std::string::npos);
    }
}

}  // namespace
}  // namespace rowlock
