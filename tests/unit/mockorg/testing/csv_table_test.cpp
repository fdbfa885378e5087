#include "mockorg/testing/csv_table.hpp"

#include "tests/support/test.hpp"

namespace rowlock {
namespace {

TEST_CASE("a table has names, rows, and values by name") {
    const auto table = parse_csv_table("\"sf__Id\",Name\n\"1\",\"Smith, Ann\"\n2\n");
    REQUIRE(table.has_value());
    CHECK(table->names == std::vector<std::string>{"sf__Id", "Name"});
    REQUIRE(table->rows.size() == 2);
    CHECK(table->at(0, "Name") == "Smith, Ann");
    CHECK(table->at(1, "sf__Id") == "2");
    CHECK(table->at(1, "Name").empty());
    CHECK(table->column("Name") == 1U);
    CHECK_FALSE(table->column("name").has_value());
}

TEST_CASE("an empty text is an empty table, broken quotes are an error") {
    CHECK(parse_csv_table("")->names.empty());
    CHECK(parse_csv_table("a\n")->rows.empty());
    CHECK_FALSE(parse_csv_table("a\n\"b\"c\n").has_value());
}

TEST_CASE("other formats") {
    const auto table = parse_csv_table("a|b\r\n1|2\r\n", {Delimiter::pipe, LineEnding::crlf});
    REQUIRE(table.has_value());
    CHECK(table->at(0, "b") == "2");
}

}  // namespace
}  // namespace rowlock
