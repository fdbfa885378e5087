#include "mockorg/api/record_json.hpp"

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
        R"({"attributes":{"type":"X"},"Name":"A","Amount":12.5,"Count":3,"Big":1e21,"Flag":true,"Gone":null})"
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
        R"({"Account":{"Ext__c":"A1"},"Owner":{"attributes":{"type":"User"},"Email":"a@b"}})"
    );
    REQUIRE(fields);
    const std::vector<FieldText> expected = {{"Account.Ext__c", "A1"}, {"User:Owner.Email", "a@b"}};
    CHECK(*fields == expected);
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
    const auto fields = read_record(text);
    REQUIRE_FALSE(fields.has_value());
    CHECK(fields.error().code == ErrorCode::json_parser_error);
}

}  // namespace
}  // namespace rowlock
