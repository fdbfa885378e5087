#include "harness/verify/record_expectations.hpp"

#include "tests/unit/harness/rehearse/tiny_load.hpp"
#include "tests/unit/harness/verify/small_org.hpp"

namespace rowlock {
namespace {

using test::SmallOrg;
using test::value_or_fail;

TEST_CASE("an expectation is an object, perhaps a condition, and a number") {
    const auto plain = value_or_fail(parse_expectation("Contact=12"));
    CHECK(plain.selection.object == "Contact");
    CHECK(plain.selection.where.empty());
    CHECK(plain.records == RecordRange{12, 12});
    const auto with = value_or_fail(parse_expectation("Contact:LastName = 'a=b'=0"));
    CHECK(with.selection.where == "LastName = 'a=b'");
    CHECK(with.records == RecordRange{});
    for (const char* wrong :
         {"", "Contact", "Contact=", "Contact=x", "=3", "Contact=-1", "Contact= 3", "a b=3"})
        CHECK_FALSE(parse_expectation(wrong));
}

TEST_CASE("a load promises its rows and those of its setup") {
    const auto load = std::make_shared<const Load>(test::tiny_load(R"({"name": "one"})"));
    OwnRecords own{value_or_fail(ObjectConditions::parse(std::vector<std::string>{
        "Contact:LastName LIKE 'C-%'"}))};
    own.add(*load, load->strategies[0]);
    const PromisedLoad promised{load, &load->strategies[0], value_or_fail(open_sources(*load))};
    const auto expected = value_or_fail(expectations_of(promised, own, false));
    REQUIRE(expected.size() == 2);
    // Nothing that its generated rows have in common.
    CHECK(expected[0].selection.object == "Account");
    CHECK_FALSE(expected[0].impossible.empty());
    CHECK(expected[1].selection.where == "LastName LIKE 'C-%'");
    CHECK(expected[1].records == RecordRange{200, 200});
    CHECK(value_or_fail(expectations_of(promised, own, true))[1].records == RecordRange{});
    // What was asked for and cannot be looked at proves nothing.
    SmallOrg org;
    Proof proof;
    proof.checks.push_back(value_or_fail(check_count(org.questions(), expected[0])));
    CHECK(proof.checks[0].status == ProofStatus::not_possible);
    CHECK_FALSE(proof.holds());
    proof.checks[0].asked = false;
    CHECK(proof.holds());
}

TEST_CASE("a condition without an object is about what is loaded") {
    const Load load = test::tiny_load(R"({"name": "one"})");
    const auto conditions =
        value_or_fail(ObjectConditions::parse(std::vector<std::string>{"Name != null"}));
    OwnRecords without{conditions};
    CHECK(without.of("Account") == "Name != null");
    OwnRecords with{conditions};
    with.add(load, load.strategies[0]);
    CHECK(with.of("contact") == "Name != null");
    CHECK(with.of("Account").empty());
}

TEST_CASE("a tag that a clean-up would not delete by finds no records of the load's own") {
    OwnRecords own{ObjectConditions{}};
    ReplayReport report;
    report.object = "Account";
    for (const char* tag : {"", "StageName = 'Prospecting'", "Ext__c LIKE 'A%'"}) {
        report.tag = tag;
        own.add(report);
        CHECK(own.of("Account").empty());
    }
    report.tag = "Ext__c LIKE 'ACC-%'";
    own.add(report);
    CHECK(own.of("Account") == report.tag);
}

TEST_CASE("a count says by how much it is wrong") {
    SmallOrg org;
    const std::string account = org.account("A");
    for (int i = 0; i < 3; ++i) org.contact("C-1", account);
    const auto check = [&](const std::string& text) {
        return value_or_fail(check_count(org.questions(), value_or_fail(parse_expectation(text))));
    };
    CHECK(check("Contact:LastName LIKE 'C-%'=3").status == ProofStatus::passed);
    const ProofCheck less = check("Contact=5");
    REQUIRE(less.findings.size() == 1);
    CHECK(less.findings[0].detail == "2 too few");
    CHECK(check("Contact=0").findings[0].detail == "3 too many");
}

}  // namespace
}  // namespace rowlock
