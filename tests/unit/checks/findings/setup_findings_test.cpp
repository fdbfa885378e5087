#include "checks/findings/setup_findings.hpp"

#include "tests/support/test.hpp"
#include "tests/unit/checks/findings/contact_data.hpp"

namespace rowlock {
namespace {

using Catch::Matchers::Contains;
using test::rules_of;
using Names = std::vector<std::string>;

TEST_CASE("concurrencyMode is found on Bulk 2.0 only") {
    Findings bulk2;
    find_in_setup({true, true, 1, 0, false}, bulk2);
    CHECK(rules_of(bulk2) == Names{"concurrency-mode"});
    Findings bulk1;
    find_in_setup({false, true, 20'000, 1, false}, bulk1);
    CHECK(rules_of(bulk1) == Names{"quota-days"});
    CHECK_THAT(bulk1.sorted()[0].message, Contains("20,000 batches wait at least 1 full day for"));
}

TEST_CASE("a plan under other lock rules is a warning") {
    Findings findings;
    find_in_setup({true, false, 1, 0, true}, findings);
    CHECK(rules_of(findings) == Names{"plan-rules"});
    CHECK(info_of(FindingRule::plan_rules).severity == Severity::warning);
}

TEST_CASE("skew is found by its thresholds, owners apart") {
    Findings findings;
    find_in_skew({"AccountId", false, 2, 1, 1, "001A", 388'041, 1.1, true}, findings);
    CHECK(rules_of(findings) == Names{"child-skew", "hot-key", "cross-links", "many-children"});
    CHECK(findings.sorted()[0].examples[0].value == "001A: 388,041 rows");
    CHECK(findings.sorted()[3].count == 2);
    Findings owners;
    find_in_skew({"OwnerId", true, 2, 1, 1, "005A", 12'000, 0.0, false}, owners);
    CHECK(rules_of(owners) == Names{"owner-skew"});
    Findings clean;
    find_in_skew({"AccountId", false, 0, 0, 0, "001A", 10, 0.79, false}, clean);
    CHECK(rules_of(clean).empty());
}

TEST_CASE("rows in no batch of a plan are an error") {
    Findings findings;
    find_in_setup({true, false, 1, 0, false, 3}, findings);
    CHECK(rules_of(findings) == Names{"left-out-rows"});
    CHECK(findings.sorted()[0].count == 3);
    CHECK(findings.sorted()[0].severity() == Severity::error);
}

}  // namespace
}  // namespace rowlock
