#include "mockorg/schema/api_name.hpp"

#include "tests/support/test.hpp"

#include <string>

namespace rowlock {
namespace {

TEST_CASE("an API name tells namespace and developer name") {
    const auto parts = [](std::string_view name) {
        const ApiName split = split_api_name(name);
        return std::string{split.name_space} + "|" + std::string{split.developer_name};
    };
    CHECK(parts("npsp__Gift__c") == "npsp|Gift");
    CHECK(parts("npsp__Big_Gift__mdt") == "npsp|Big_Gift");
    CHECK(parts("Gift__c") == "|Gift");
    CHECK(parts("Account") == "|Account");
    CHECK(parts("") == "|");
    CHECK(package_prefix("npsp__Gift__c") == "npsp__");
    CHECK(package_prefix("Gift__c").empty());
}

}  // namespace
}  // namespace rowlock
