#include "mockorg/engine/json_batch.hpp"

#include "tests/support/test.hpp"
#include "tests/unit/mockorg/engine/engine_fixture.hpp"

namespace rowlock {
namespace {

std::string read(const std::string& text) {
    const auto schema = Schema::standard();
    auto table = read_json_batch(text, *schema, *schema->find("Task"));
    if (!table) return error_of(table);
    std::string result;
    for (const std::string& column : table->columns()) result.append(column).append("|");
    return result + table->take_text();
}

TEST_CASE("members are fields; null is null, an empty text leaves alone, attributes are none") {
    CHECK(
        read(
            R"([{"attributes":{"type":"Contact","url":"/x"},"LastName":"A","Fax":null,"Phone":""},)"
            R"({"Amount":12.5,"Count":3,"Big":18446744073709551615,"Flag":true},{}])"
        ) ==
        "LastName|Fax|Amount|Count|Big|Flag|.\n.,0,\"A\",1,\n"
        ".,2,\"12.5\",3,\"3\",4,\"18446744073709551615\",5,\"true\"\n.\n"
    );
    CHECK(read("[]") == ".\n");
}

TEST_CASE("a parent by its key, its type before or behind it") {
    CHECK(
        read(
            R"([{"Account":{"Code__c":"A-1","attributes":{"type":"account"}},"Who":{"Email":"a@b.c","attributes":{"type":"Lead"}}},)"
            R"({"Who":{"attributes":{"type":"Contact"},"Email":null}}])"
        ) == "Account.Code__c|Lead:Who.Email|Contact:Who.Email|.\n.,0,\"A-1\",1,\"a@b.c\"\n.,2,\n"
    );
}

TEST_CASE("a relationship that is null is a null reference") {
    CHECK(
        read(R"([{"Subject":"a","Who":null,"account":null},{"What":{"Name":null},"Subject":null}])"
        ) == "Subject|WhoId|AccountId|What.Name|.\n.,0,\"a\",1,,2,\n.,3,,0,\n"
    );
}

TEST_CASE("a type that is not the parent's makes its column unknown") {
    CHECK(
        read(R"([{"Account":{"attributes":{"type":"Contact"},"Name":"x"}}])") ==
        "Contact:Account.Name|.\n.,0,\"x\"\n"
    );
}

TEST_CASE("what is no array of records is refused") {
    const auto text = GENERATE(
        as<std::string>{},
        "",
        "LastName\nSmith\n",
        "{}",
        "1",
        "null",
        "[1]",
        "[null]",
        "[[]]",
        R"([{"LastName":["A"]}])",
        R"([{"Account":{"Owner":{"Email":"x"}}}])",
        R"([{"LastName":"A"])",
        R"([{"LastName":"A"}] x)"
    );
    INFO(text);
    CHECK(read(text).find("INVALIDBATCH:") == 0);
}

TEST_CASE("nesting without end is refused") {
    CHECK(read(std::string(1'000'000, '[')).find("INVALIDBATCH:") == 0);
    std::string names = "[{";
    for (int i = 0; i < 5'001; ++i) names.append("\"F" + std::to_string(i) + "\":1,");
    names.back() = '}';
    CHECK(read(names + "]").find("CLIENTINPUTERROR:") == 0);
}

}  // namespace
}  // namespace rowlock
