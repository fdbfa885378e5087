#include "checks/findings/header_check.hpp"

#include "tests/support/test.hpp"
#include "tests/unit/checks/findings/contact_data.hpp"

namespace rowlock {
namespace {

using test::contact_settings;
using test::rules_of;

std::vector<std::string> rules(
    WriteOperation operation,
    const std::vector<std::string>& names,
    const char* external_id = nullptr
) {
    Findings findings;
    check_header(names, contact_settings(operation, external_id), "c.csv", findings);
    return rules_of(findings);
}

using Names = std::vector<std::string>;

TEST_CASE("a sound header has no findings, in any letter case") {
    CHECK(rules(WriteOperation::insert, {"lastname", "AccountId", "Owner.Username"}).empty());
    CHECK(rules(WriteOperation::update, {"ID", "LastName"}).empty());
    CHECK(rules(WriteOperation::remove, {"Id"}).empty());
}

TEST_CASE("columns that are wrong, missing or too many") {
    CHECK(rules(WriteOperation::insert, {"LastName", "Shoe"}) == Names{"unknown-field"});
    CHECK(rules(WriteOperation::insert, {"LastName", "Account.Shoe"}) == Names{"unknown-field"});
    CHECK(
        rules(WriteOperation::insert, {"LastName", "Phone", "phone"}) == Names{"duplicate-field"}
    );
    CHECK(rules(WriteOperation::insert, {"FirstName"}) == Names{"missing-field"});
    CHECK(rules(WriteOperation::upsert, {"FirstName", "Id"}) == Names{"missing-field-if-new"});
    CHECK(rules(WriteOperation::insert, {"LastName", "CreatedDate"}) == Names{"read-only-field"});
    CHECK(rules(WriteOperation::remove, {"Id", "LastName"}) == Names{"delete-columns"});
    CHECK(rules(WriteOperation::upsert, {"LastName", "Email"}, "Email").empty());
}

TEST_CASE("ids, texts, required fields and the key are watched, other columns are not") {
    Findings findings;
    const auto watched = check_header(
        std::vector<std::string>{"Phone", "AccountId", "LastName", "Email", "Owner.Username"},
        contact_settings(WriteOperation::upsert, "Email"),
        "c.csv",
        findings
    );
    REQUIRE(watched.size() == 4);
    CHECK(watched[0].length_max == 40);
    CHECK_FALSE(watched[0].required);
    CHECK(watched[1].position == 1);
    CHECK(watched[1].holds_ids);
    CHECK(watched[1].length_max == 0);
    CHECK(watched[2].required);
    CHECK(watched[3].is_key);
    CHECK_FALSE(watched[3].holds_ids);
}

}  // namespace
}  // namespace rowlock
