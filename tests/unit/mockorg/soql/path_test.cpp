#include "mockorg/soql/path.hpp"

#include "mockorg/schema/schema_loader.hpp"
#include "mockorg/soql/parser.hpp"
#include "tests/support/test.hpp"
#include "tests/unit/mockorg/soql/fake_org.hpp"

namespace rowlock::soql {
namespace {

FieldPath path_of(const std::string& text) {
    return parse_condition(text + " = null")->operand.field;
}

const ObjectType& object(std::string_view name) {
    return *Schema::standard()->find(name);
}

Result<BoundPath> bound(std::string_view object_name, const std::string& path) {
    return bind_path(*Schema::standard(), object(object_name), path_of(path));
}

std::string canonical(std::string_view object_name, const std::string& path) {
    const Result<BoundPath> result = bound(object_name, path);
    INFO((result ? std::string{} : result.error().message));
    REQUIRE(result.has_value());
    return result->canonical;
}

TEST_CASE("a bound path has the describe's spelling and the last field's type") {
    CHECK(canonical("Contact", "account.OWNER.name") == "Account.Owner.Name");
    CHECK(canonical("Contact", "lastname") == "LastName");
    CHECK(bound("Contact", "Account.AnnualRevenue")->type == FieldType::currency);
    CHECK(bound("Contact", "Account.Owner.IsActive")->field->name == "IsActive");
    CHECK(canonical("Case", "CreatedBy.Name") == "CreatedBy.Name");
}

TEST_CASE("the object's own name may come first") {
    CHECK(canonical("Account", "Account.Name") == "Name");
    CHECK(canonical("Account", "account.Owner.Name") == "Owner.Name");
    // A relationship of that name goes before.
    CHECK(canonical("Contact", "Account.Name") == "Account.Name");
    CHECK_FALSE(bound("Account", "Account").has_value());
    CHECK_FALSE(bound("Account", "Account.Account.Name").has_value());
}

TEST_CASE("names that do not exist are refused as an org does it") {
    const auto message = [](std::string_view object_name, const std::string& path) {
        const Result<BoundPath> result = bound(object_name, path);
        REQUIRE_FALSE(result.has_value());
        CHECK(result.error().code == ErrorCode::invalid_field);
        return result.error().message;
    };
    CHECK_THAT(
        message("Account", "Nme"), Catch::StartsWith("No such column 'Nme' on entity 'Account'. ")
    );
    CHECK_THAT(
        message("Contact", "Account.Nme"),
        Catch::StartsWith("No such column 'Nme' on entity 'Account'. ")
    );
    CHECK_THAT(
        message("Contact", "Acount.Name"),
        Catch::StartsWith("Didn't understand relationship 'Acount'")
    );
    CHECK_THAT(
        message("Contact", "AccountId.Name"),
        Catch::StartsWith("Didn't understand relationship 'AccountId'")
    );
    CHECK_THAT(
        message("Contact", "Account"),
        Catch::StartsWith("No such column 'Account' on entity 'Contact'. ")
    );
    CHECK_THAT(
        message("Task", "Who.Nme"), Catch::StartsWith("No such column 'Nme' on entity 'Name'. ")
    );
    // Its target is not in the schema.
    CHECK_THAT(
        message("Account", "RecordType.Name"), Catch::StartsWith("Didn't understand relationship")
    );
}

TEST_CASE("a path leads over five relationships at most") {
    CHECK(
        canonical("Account", "Parent.Parent.Parent.Parent.Parent.Name") ==
        "Parent.Parent.Parent.Parent.Parent.Name"
    );
    CHECK_FALSE(bound("Account", "Parent.Parent.Parent.Parent.Parent.Parent.Name").has_value());
}

TEST_CASE("an error shows the place in the query, if the query is given") {
    const std::string source = "SELECT Id, Nme FROM Account";
    const Result<Query> query = parse_query(source);
    const auto refused =
        bind_path(*Schema::standard(), object("Account"), query->items[1].operand.field, source);
    REQUIRE_FALSE(refused.has_value());
    CHECK_THAT(
        refused.error().message,
        Catch::StartsWith(
            "\nSELECT Id, Nme FROM Account\n           ^\nERROR at Row:1:Column:12\nNo such column "
            "'Nme' on entity "
            "'Account'. If you are attempting to use a custom field, be sure to append the '__c'"
        )
    );
}

TEST_CASE("an object that does not exist is refused as an org does it") {
    const std::string source = "SELECT Id FROM Accountx";
    const Result<Query> query = parse_query(source);
    const auto refused = bind_object(*Schema::standard(), *query, source);
    REQUIRE_FALSE(refused.has_value());
    CHECK(refused.error().code == ErrorCode::invalid_type);
    CHECK_THAT(
        refused.error().message,
        Catch::StartsWith("\nSELECT Id FROM Accountx\n               ^\nERROR at "
                          "Row:1:Column:16\nsObject type 'Accountx' is not "
                          "supported. ")
    );
    CHECK(
        *bind_object(*Schema::standard(), *parse_query("SELECT Id FROM ACCOUNT")) ==
        &object("Account")
    );
}

struct Records {
    FakeOrg org{Schema::standard()};
    RecordHandle user = org.add("User", {{"Name", Value::of_text("Ada")}});
    RecordHandle account =
        org.add("Account", {{"Name", Value::of_text("Acme")}, {"OwnerId", Value::of_record(user)}});
    RecordHandle contact = org.add(
        "Contact", {{"Name", Value::of_text("Grace")}, {"AccountId", Value::of_record(account)}}
    );
    RecordHandle lead = org.add("Lead", {{"Name", Value::of_text("Linus")}});

    Value at(RecordHandle record, const std::string& path) {
        const ObjectType& type = Schema::standard()->object(record.object);
        held_.push_back(*bind_path(*Schema::standard(), type, path_of(path)));
        return value_at(held_.back(), FakeRow{org, record}, org);
    }

private:
    std::deque<BoundPath> held_;
};

TEST_CASE("a path is followed from record to record") {
    Records records;
    CHECK(records.at(records.contact, "Name").text == "Grace");
    CHECK(records.at(records.contact, "Account.Name").text == "Acme");
    CHECK(records.at(records.contact, "Account.Owner.Name").text == "Ada");
    CHECK(records.at(records.contact, "AccountId").record == records.account);
    CHECK(records.at(records.contact, "Account.Id").record == records.account);
    CHECK(records.at(records.contact, "ReportsTo.Account.Name").is_null());
}

TEST_CASE("behind a polymorphic reference the field is that of the object reached") {
    Records records;
    const auto task = [&](RecordHandle who) {
        return records.org.add("Task", {{"WhoId", Value::of_record(who)}});
    };
    const RecordHandle to_contact = task(records.contact);
    const RecordHandle to_lead = task(records.lead);
    const RecordHandle to_nobody = records.org.add("Task", {});

    CHECK(records.at(to_contact, "Who.Name").text == "Grace");
    CHECK(records.at(to_lead, "Who.Name").text == "Linus");
    CHECK(records.at(to_nobody, "Who.Name").is_null());
    CHECK(records.at(to_contact, "Who.Account.Name").text == "Acme");
    CHECK(records.at(to_lead, "Who.Account.Name").is_null());
    CHECK(records.at(to_contact, "Who.Type").text == "Contact");
    CHECK(records.at(to_lead, "who.type").text == "Lead");
    CHECK(records.at(to_nobody, "Who.Type").is_null());
}

TEST_CASE("behind a polymorphic reference Name is the name field of the object reached") {
    Records records;
    const auto named = [&](const char* object, const char* field, const char* name) {
        const RecordHandle target = records.org.add(object, {{field, Value::of_text(name)}});
        const RecordHandle task = records.org.add("Task", {{"WhatId", Value::of_record(target)}});
        return records.at(task, "What.Name").text == name;
    };
    CHECK(named("Case", "CaseNumber", "00001000"));
    CHECK(named("Order", "OrderNumber", "00001001"));
    CHECK(named("Contract", "ContractNumber", "00001002"));
    CHECK(named("Account", "Name", "Acme"));
    CHECK_FALSE(named("Order", "Name", "Autumn"));
    CHECK(canonical("Task", "what.name") == "What.Name");
}

TEST_CASE("Type is a field like any other where there is one target") {
    Records records;
    records.org.set(records.account, "Type", Value::of_text("Prospect"));
    CHECK(records.at(records.contact, "Account.Type").text == "Prospect");
    CHECK(canonical("Task", "What.Type") == "What.Type");
    CHECK(bound("Task", "What.Type")->names_object);
}

TEST_CASE("a reference to a record of an object it cannot point to leads nowhere") {
    Records records;
    const RecordHandle odd =
        records.org.add("Contact", {{"AccountId", Value::of_record(records.lead)}});
    CHECK(records.at(odd, "Account.Name").is_null());
}

}  // namespace
}  // namespace rowlock::soql
