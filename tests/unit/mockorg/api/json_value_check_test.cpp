#include "mockorg/api/json_value_check.hpp"

#include "mockorg/schema/schema.hpp"
#include "tests/support/test.hpp"

#include <nlohmann/json.hpp>

namespace rowlock {
namespace {

std::string complaint(const std::string& object, const std::string& field, const Json& value) {
    const Field& checked = *Schema::standard()->find(object)->find_field(field);
    const auto outcome = check_json_value(checked, value);
    if (outcome) return {};
    CHECK(outcome.error().code == ErrorCode::json_parser_error);
    return outcome.error().message;
}

TEST_CASE("a text wants a string") {
    CHECK(complaint("Account", "Name", "5").empty());
    CHECK(complaint("Account", "Name", nullptr).empty());
    CHECK(
        complaint("Account", "Name", 5) ==
        "Cannot deserialize instance of string from VALUE_NUMBER_INT value 5 or request may be "
        "missing a required field"
    );
    CHECK(
        complaint("Account", "Industry", true).find("VALUE_TRUE value true") != std::string::npos
    );
    CHECK(complaint("Account", "ParentId", 1.5).find("VALUE_NUMBER_FLOAT") != std::string::npos);
}

TEST_CASE("a number wants a number, or the text of one") {
    CHECK(complaint("Account", "AnnualRevenue", 5).empty());
    CHECK(complaint("Account", "AnnualRevenue", 5.5).empty());
    CHECK(complaint("Account", "AnnualRevenue", "5.5").empty());
    CHECK(complaint("Account", "NumberOfEmployees", 5).empty());
    CHECK(complaint("Account", "NumberOfEmployees", 5.0).empty());
    CHECK(
        complaint("Account", "NumberOfEmployees", "abc") ==
        "Cannot deserialize instance of int from VALUE_STRING value abc or request may be missing "
        "a required field"
    );
    CHECK_FALSE(complaint("Account", "NumberOfEmployees", 5.5).empty());
    CHECK_FALSE(complaint("Account", "AnnualRevenue", "").empty());
    CHECK_FALSE(complaint("Account", "AnnualRevenue", true).empty());
}

TEST_CASE("booleans, days and times") {
    CHECK(complaint("Opportunity", "IsPrivate", true).empty());
    CHECK(complaint("Opportunity", "IsPrivate", "false").empty());
    CHECK_FALSE(complaint("Opportunity", "IsPrivate", 1).empty());
    CHECK(complaint("Opportunity", "CloseDate", "2026-01-31").empty());
    CHECK(
        complaint("Opportunity", "CloseDate", "31/1/2026").find("instance of date from") !=
        std::string::npos
    );
    CHECK(complaint("Event", "StartDateTime", "2026-01-31T10:00:00Z").empty());
    CHECK_FALSE(complaint("Event", "StartDateTime", "soon").empty());
}

}  // namespace
}  // namespace rowlock
