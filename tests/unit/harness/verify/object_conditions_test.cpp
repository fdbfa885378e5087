#include "harness/verify/object_conditions.hpp"

#include "tests/support/test.hpp"

namespace rowlock {
namespace {

TEST_CASE("an object's own condition goes before the one for all") {
    const std::vector<std::string> texts{"Contact:LastName = 'a:b'", "CreatedDate > TODAY"};
    const auto conditions = ObjectConditions::parse(texts);
    REQUIRE(conditions);
    CHECK(conditions->of("contact") == "LastName = 'a:b'");
    CHECK(conditions->of("Account") == "CreatedDate > TODAY");
}

TEST_CASE("a colon inside a condition names no object") {
    CHECK(split_condition("CreatedDate > 2026-01-01T00:00:00Z").object.empty());
    CHECK(split_condition("Name = 'x:y'").where == "Name = 'x:y'");
    CHECK(split_condition("Name").where == "Name");
    CHECK(split_condition("").where.empty());
    CHECK(split_condition("Own__c:").object == "Own__c");
}

TEST_CASE("two conditions for one object are refused") {
    const std::vector<std::string> one{"Contact:a = 1", "CONTACT:b = 2"};
    CHECK_FALSE(ObjectConditions::parse(one));
    const std::vector<std::string> all{"a = 1", "b = 2"};
    CHECK_FALSE(ObjectConditions::parse(all));
}

TEST_CASE("lists of objects are joined, each once") {
    const std::vector<std::string> lists{"Account,Contact", "account,Own__c"};
    CHECK(
        parse_object_names(lists).value() ==
        std::vector<std::string>{"Account", "Contact", "Own__c"}
    );
    for (const char* wrong : {"", ",", "Account,", "a b", "Account; DROP"})
        CHECK_FALSE(parse_object_names(std::vector<std::string>{wrong}));
}

}  // namespace
}  // namespace rowlock
