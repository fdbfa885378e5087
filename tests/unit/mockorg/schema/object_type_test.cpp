#include "mockorg/schema/object_type.hpp"

#include "tests/support/test.hpp"

namespace rowlock {
namespace {

Field named(std::string name, std::string relationship = {}) {
    Field field;
    field.name = std::move(name);
    field.relationship_name = std::move(relationship);
    return field;
}

TEST_CASE("fields are numbered in the order added and found in any letter case") {
    ObjectType object;
    object.add_field(named("Id"));
    object.add_field(named("AccountId", "Account"));
    object.add_field(named("Amount__c"));

    REQUIRE(object.fields().size() == 3);
    CHECK(object.find_field("amount__C")->number == FieldNo{2});
    CHECK(object.field(FieldNo{1}).name == "AccountId");
    CHECK(object.find_field("Amount") == nullptr);
    CHECK(object.find_field("") == nullptr);
}

TEST_CASE("a relationship is found by its own name, not by the field's") {
    ObjectType object;
    object.add_field(named("Id"));
    object.add_field(named("AccountId", "Account"));

    CHECK(object.find_relationship("ACCOUNT")->name == "AccountId");
    CHECK(object.find_relationship("AccountId") == nullptr);
    CHECK(object.find_relationship("") == nullptr);
}

TEST_CASE("a copy finds its own fields") {
    ObjectType original;
    original.add_field(named("Id"));
    const ObjectType copy = original;
    CHECK(copy.find_field("Id") == &copy.fields().front());
}

}  // namespace
}  // namespace rowlock
