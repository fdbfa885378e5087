#include "mockorg/schema/column_binding.hpp"

#include "tests/support/test.hpp"

namespace rowlock {
namespace {

const ObjectType& object(const std::string& name) {
    return *Schema::standard()->find(name);
}

std::optional<ColumnBinding> bind(const std::string& object_name, std::string_view column) {
    return bind_column(*Schema::standard(), object(object_name), column);
}

TEST_CASE("a column is a field in any letter case") {
    const auto column = bind("Contact", "lastNAME");
    REQUIRE(column.has_value());
    CHECK(column->field == object("Contact").find_field("LastName")->number);
    CHECK_FALSE(column->parent_key.has_value());
    CHECK_FALSE(bind("Contact", "Nope").has_value());
}

TEST_CASE("a relationship column writes the reference, by a key of its target") {
    const auto column = bind("Contact", "account.ID");
    REQUIRE(column.has_value());
    CHECK(column->field == object("Contact").find_field("AccountId")->number);
    CHECK(column->parent_key->object == object("Account").number);
    // Industry is no key.
    CHECK_FALSE(bind("Contact", "Account.Industry").has_value());
    CHECK_FALSE(bind("Contact", "Nope.Id").has_value());
}

TEST_CASE("a polymorphic relationship must name its object, and no other may") {
    CHECK_FALSE(bind("Task", "Who.Id").has_value());
    CHECK_FALSE(bind("Task", "Account:Who.Id").has_value());
    CHECK_FALSE(bind("Contact", "Account:Account.Id").has_value());
    REQUIRE(bind("Task", "lead:who.id").has_value());
    CHECK(bind("Task", "lead:who.id")->parent_key->object == object("Lead").number);
}

}  // namespace
}  // namespace rowlock
