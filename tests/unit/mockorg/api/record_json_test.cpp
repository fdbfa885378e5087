#include "mockorg/api/record_json.hpp"

#include "mockorg/schema/schema.hpp"
#include "tests/support/test.hpp"

namespace rowlock {
namespace {

TEST_CASE("a record is shown with its attributes first") {
    const RecordFields record{
        "Account",
        *RecordId::parse("001P000001vkheIIAQ"),
        {{"Name", "\"A \\\"B\\\"\""}, {"Industry", "null"}, {"AnnualRevenue", "5.0"}}};
    std::string out;
    JsonWriter json{out};
    append_record(json, record, 59.0);
    CHECK(
        out ==
        R"({"attributes":{"type":"Account","url":"/services/data/v59.0/sobjects/Account/001P000001vkheIIAQ"},)"
        R"("Name":"A \"B\"","Industry":null,"AnnualRevenue":5.0})"
    );
}

TEST_CASE("each kind of value becomes the text of a cell") {
    const auto fields = read_record(
        R"({"attributes":{"type":"X"},"Name":"A","Amount":12.5,"Count":3,"Big":1e21,"Flag":true,"Gone":null})",
        nullptr
    );
    REQUIRE(fields);
    const std::vector<FieldText> expected = {
        {"Name", "A"},
        {"Amount", "12.5"},
        {"Count", "3"},
        {"Big", "1.0E21"},
        {"Flag", "true"},
        {"Gone", std::nullopt}};
    CHECK(*fields == expected);
}

TEST_CASE("a nested object is a reference by external id") {
    const auto fields = read_record(
        R"({"Account":{"Ext__c":"A1"},"Owner":{"attributes":{"type":"User"},"Email":"a@b"}})",
        nullptr
    );
    REQUIRE(fields);
    const std::vector<FieldText> expected = {{"Account.Ext__c", "A1"}, {"User:Owner.Email", "a@b"}};
    CHECK(*fields == expected);
}

TEST_CASE("a record of a known object is checked against it") {
    const ObjectType& account = *Schema::standard()->find("Account");
    CHECK(read_record(R"({"attributes":{"type":"account"},"Name":"A","Nope":1})", &account));
    const auto other = read_record(R"({"attributes":{"type":"Contact"},"Name":"A"})", &account);
    REQUIRE_FALSE(other);
    CHECK(other.error().code == ErrorCode::invalid_input);
    const auto number = read_record(R"({"Name":5})", &account);
    REQUIRE_FALSE(number);
    CHECK(number.error().code == ErrorCode::json_parser_error);
}

TEST_CASE("the type of a parent counts where there could be several") {
    const ObjectType& contact = *Schema::standard()->find("Contact");
    const ObjectType& lead = *Schema::standard()->find("Lead");
    CHECK(relationship_column(&contact, "Account", "Account") == "Account");
    CHECK(relationship_column(&lead, "Owner", "User") == "User:Owner");
    CHECK(relationship_column(nullptr, "Account", "Account") == "Account:Account");
    CHECK(relationship_column(nullptr, "Account", "") == "Account");
}

TEST_CASE("of a name that comes twice the last value counts") {
    const auto fields = read_record(R"({"Name":"A","Name":"B"})", nullptr);
    REQUIRE(fields);
    CHECK(*fields == std::vector<FieldText>{{"Name", "B"}});
}

TEST_CASE("what has no single value is refused") {
    const auto text = GENERATE(
        as<std::string>{},
        R"({"Name":["a"]})",
        R"({"Owner":{"Email":{"a":1}}})",
        R"({"Owner":{"attributes":{"type":1},"Email":"a"}})",
        "[1]",
        "{",
        ""
    );
    CAPTURE(text);
    const auto fields = read_record(text, nullptr);
    REQUIRE_FALSE(fields.has_value());
    CHECK(fields.error().code == ErrorCode::json_parser_error);
}

}  // namespace
}  // namespace rowlock
