#include "mockorg/engine/column_binding.hpp"

#include "tests/support/test.hpp"
#include "tests/unit/mockorg/engine/engine_fixture.hpp"

namespace rowlock {
namespace {

struct ColumnBindingFixture {
    std::shared_ptr<const Schema> schema = engine_schema();

    const ObjectType& object(const std::string& name) const { return *schema->find(name); }

    FieldNo number(const std::string& object_name, const std::string& name) const {
        return object(object_name).find_field(name)->number;
    }

    Result<BoundColumns> bind(
        const std::string& object_name,
        Operation operation,
        const std::vector<std::string>& names,
        const std::string& key = {}
    ) const {
        return bind_columns(*schema, object(object_name), operation, key, names);
    }
};

TEST_CASE_METHOD(ColumnBindingFixture, "columns are fields in any letter case") {
    const auto bound = bind("Account", Operation::insert, {"name", "INDUSTRY", "Code__C"});
    REQUIRE(bound.has_value());
    REQUIRE(bound->columns.size() == 3);
    CHECK(bound->columns[0].field == number("Account", "Name"));
    CHECK(bound->columns[1].field == number("Account", "Industry"));
    CHECK(bound->columns[2].field == number("Account", "Code__c"));
    CHECK_FALSE(bound->columns[0].parent_key.has_value());
    CHECK_FALSE(bound->id_column.has_value());
    CHECK_FALSE(bound->key_field.has_value());
}

TEST_CASE_METHOD(
    ColumnBindingFixture, "a name that is no field fails the job in the platform's words"
) {
    const auto name = GENERATE(
        as<std::string>{},
        "Nope",
        "",
        " Name",
        // A byte-order mark is part of the first name.
        "\xEF\xBB\xBFName",
        "Owner.Nope",
        "Nope.Code__c",
        "Parent.",
        ".Code__c",
        // Name is no key of Account.
        "Parent.Name",
        // Only one level up.
        "Parent.Parent.Code__c",
        // No polymorphic relationship.
        "Account:Parent.Code__c"
    );
    CAPTURE(name);
    CHECK(
        error_of(bind("Account", Operation::insert, {name})) ==
        "INVALIDBATCH:Field name not found : " + name + ":--"
    );
}

TEST_CASE_METHOD(
    ColumnBindingFixture, "a relationship column writes the reference, by the parent's key"
) {
    const auto bound =
        bind("Contact", Operation::insert, {"LastName", "account.code__C", "Account.Id"});
    // Both name AccountId.
    CHECK(error_of(bound) == "INVALIDBATCH:Duplicate field name : Account.Id:--");

    const auto column = bind_column(*schema, object("Contact"), "account.code__C");
    REQUIRE(column.has_value());
    CHECK(column->field == number("Contact", "AccountId"));
    REQUIRE(column->parent_key.has_value());
    CHECK(column->parent_key->object == object("Account").number);
    CHECK(column->parent_key->field == number("Account", "Code__c"));
}

TEST_CASE_METHOD(ColumnBindingFixture, "a polymorphic relationship must name its object") {
    CHECK_FALSE(bind_column(*schema, object("Task"), "Who.Email").has_value());
    CHECK_FALSE(bind_column(*schema, object("Task"), "Nope:Who.Email").has_value());
    // Accounts are no Who.
    CHECK_FALSE(bind_column(*schema, object("Task"), "Account:Who.Code__c").has_value());
    const auto column = bind_column(*schema, object("Task"), "lead:who.email");
    REQUIRE(column.has_value());
    CHECK(column->field == number("Task", "WhoId"));
    CHECK(column->parent_key->object == object("Lead").number);
}

TEST_CASE_METHOD(ColumnBindingFixture, "a field may stand in one column only") {
    CHECK(
        error_of(bind("Account", Operation::insert, {"Name", "Industry", "NAME"})) ==
        "INVALIDBATCH:Duplicate field name : NAME:--"
    );
    CHECK(
        error_of(bind("Contact", Operation::insert, {"AccountId", "Account.Code__c"})) ==
        "INVALIDBATCH:Duplicate field name : Account.Code__c:--"
    );
}

TEST_CASE_METHOD(ColumnBindingFixture, "a delete takes the Id column and no other") {
    const auto operation = GENERATE(Operation::remove, Operation::hard_remove);
    const auto bound = bind("Account", operation, {"id"});
    REQUIRE(bound.has_value());
    CHECK(bound->id_column == 0U);
    CHECK(
        error_of(bind("Account", operation, {"Id", "Name"})) ==
        "INVALIDBATCH:A delete takes one column, Id:--"
    );
    CHECK_FALSE(bind("Account", operation, {"Name"}).has_value());
    CHECK_FALSE(bind("Account", operation, {}).has_value());
}

TEST_CASE_METHOD(ColumnBindingFixture, "the key of an upsert must be among the columns") {
    const auto bound = bind("Account", Operation::upsert, {"Name", "code__c"}, "Code__c");
    REQUIRE(bound.has_value());
    CHECK(bound->key_column == 1U);
    CHECK(bound->key_field == number("Account", "Code__c"));
    CHECK(
        error_of(bind("Account", Operation::upsert, {"Name"}, "Code__c")) ==
        "INVALIDBATCH:Field name not found : Code__c:--"
    );
}

TEST_CASE_METHOD(ColumnBindingFixture, "an upsert by Id goes by the Id column") {
    const auto bound = bind("Account", Operation::upsert, {"Name", "Id"}, "Id");
    REQUIRE(bound.has_value());
    CHECK(bound->id_column == 1U);
    CHECK_FALSE(bound->key_column.has_value());
    CHECK_FALSE(bound->key_field.has_value());
}

TEST_CASE_METHOD(ColumnBindingFixture, "a parent's key does not stand in for the row's own") {
    // Widget__c.Parent__c points to widgets, whose key has the same name as the upsert's.
    CHECK(
        error_of(bind("Widget__c", Operation::upsert, {"Parent__r.Key__c"}, "Key__c")) ==
        "INVALIDBATCH:Field name not found : Key__c:--"
    );
}

}  // namespace
}  // namespace rowlock
