#include "checks/findings/findings.hpp"

#include "tests/support/test.hpp"

namespace rowlock {
namespace {

const FindingSubject k_bad_ids{FindingRule::malformed_id, "a.csv", "AccountId"};

TEST_CASE("findings of one subject are one, counted whole, with the first examples") {
    Findings findings{2};
    for (std::uint64_t row = 1; row <= 5; ++row) findings.add(k_bad_ids, {}, {row, row + 1, "x"});
    const auto sorted = findings.sorted();
    REQUIRE(sorted.size() == 1);
    CHECK(sorted[0].count == 5);
    CHECK(sorted[0].examples == std::vector<FindingPlace>{{1, 2, "x"}, {2, 3, "x"}});
    CHECK(sorted[0].message == "A value is no record id");
}

TEST_CASE("errors come first, then warnings, then notes") {
    Findings findings;
    findings.add({FindingRule::many_children, "", "AccountId"}, {});
    findings.add({FindingRule::child_skew, "", "AccountId"}, {});
    findings.add(k_bad_ids, {});
    const auto sorted = findings.sorted();
    REQUIRE(sorted.size() == 3);
    CHECK(sorted[0].rule == FindingRule::malformed_id);
    CHECK(sorted[1].rule == FindingRule::child_skew);
    CHECK(sorted[2].rule == FindingRule::many_children);
}

TEST_CASE("a fingerprint names rule, file and field, and nothing else") {
    Finding finding{FindingRule::malformed_id, "a.csv", "AccountId", "m", 1, {{1, 2, "x"}}, false};
    const std::string before = finding.fingerprint();
    CHECK(before.size() == 16);
    finding.count = 7;
    finding.examples = {{9, 9, "y"}};
    finding.message = "other";
    CHECK(finding.fingerprint() == before);
    finding.file = "./b/../a.csv";
    CHECK(finding.fingerprint() == before);
    finding.file = "b/a.csv";
    CHECK(finding.fingerprint() != before);
    finding.file = "a.csv";
    finding.field = "OwnerId";
    CHECK(finding.fingerprint() != before);
    finding.field = "AccountId";
    finding.file = "b.csv";
    CHECK(finding.fingerprint() != before);
}

TEST_CASE("accepted findings neither count nor fail") {
    Findings findings;
    findings.add(k_bad_ids, {});
    auto sorted = findings.sorted();
    CHECK(any_fails(sorted, FailOn::error));
    CHECK(count_findings(sorted).errors == 1);
    sorted[0].accepted = true;
    CHECK_FALSE(any_fails(sorted, FailOn::note));
    CHECK(count_findings(sorted).errors == 0);
    CHECK(count_findings(sorted).accepted == 1);
}

TEST_CASE("a rule has so many findings at most, and none is lost from the count") {
    Findings findings;
    for (int i = 0; i < 1'000; ++i) {
        findings.add({FindingRule::unknown_field, "a.csv", "F" + std::to_string(i)}, {});
    }
    const auto sorted = findings.sorted();
    CHECK(sorted.size() == 201);
    std::uint64_t count = 0;
    for (const Finding& finding : sorted) count += finding.count;
    CHECK(count == 1'000);
    CHECK(sorted[0].field.empty());
    CHECK(sorted[0].count == 800);
}

TEST_CASE("values are cut between characters") {
    CHECK(shortened("abc", 3) == "abc");
    CHECK(shortened("abcd", 3) == "abc...");
    CHECK(shortened("a\xC3\xA4z", 2) == "a...");
}

}  // namespace
}  // namespace rowlock
