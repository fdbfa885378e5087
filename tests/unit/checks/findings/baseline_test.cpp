#include "checks/findings/baseline.hpp"

#include "tests/support/test.hpp"

namespace rowlock {
namespace {

using Catch::Matchers::Contains;

Finding finding(FindingRule rule, std::string file, std::uint64_t count) {
    Finding finding;
    finding.rule = rule;
    finding.file = std::move(file);
    finding.count = count;
    return finding;
}

TEST_CASE("a baseline read back accepts what it was written for, and no more") {
    const std::vector<Finding> accepted = {
        finding(FindingRule::malformed_id, "a \"b\".csv", 3),
        finding(FindingRule::line_ending, "c.csv", 1)};
    const auto baseline = Baseline::parse(Baseline::of(accepted).text(), "base.json");
    REQUIRE(baseline);
    auto now = accepted;
    now.push_back(finding(FindingRule::malformed_id, "d.csv", 1));
    now[0].count = 2;
    now[1].count = 2;
    baseline->apply(now);
    CHECK(now[0].accepted);
    CHECK_FALSE(now[1].accepted);
    CHECK_FALSE(now[2].accepted);
    CHECK(baseline->text() == Baseline::of(accepted).text());
}

TEST_CASE("a baseline may have comments; what makes no sense is refused by name") {
    CHECK(Baseline::parse(R"({"schemaVersion": 1, /* all clean */ "accepted": []})", "b.json"));
    for (const char* text :
         {"",
          "[]",
          R"({"accepted": []})",
          R"({"schemaVersion": 2, "accepted": []})",
          R"({"schemaVersion": 1})",
          R"({"schemaVersion": 1, "accepted": [7]})",
          R"({"schemaVersion": 1, "accepted": [{"fingerprint": "x", "count": -1}]})",
          R"({"schemaVersion": 1, "accepted": [{"fingerprint": 5, "count": 1}]})"}) {
        CAPTURE(text);
        const auto baseline = Baseline::parse(text, "b.json");
        REQUIRE_FALSE(baseline);
        CHECK_THAT(baseline.error().message, Contains("b.json"));
    }
}

}  // namespace
}  // namespace rowlock
