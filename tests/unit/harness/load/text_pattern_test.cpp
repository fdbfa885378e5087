#include "harness/load/text_pattern.hpp"

#include "mockorg/codec/csv.hpp"
#include "tests/support/test.hpp"

namespace rowlock {
namespace {

std::string text_of(std::string_view pattern, RowNumber row) {
    const auto compiled = TextPattern::compile(pattern);
    REQUIRE(compiled.has_value());
    std::string text;
    compiled->append(row, text);
    return text;
}

TEST_CASE("the row number stands where the pattern says") {
    CHECK(text_of("EXT-{n}", 0) == "EXT-0");
    CHECK(text_of("A{n:7}", 12) == "A0000012");
    CHECK(text_of("{n}/{n:2}", 123) == "123/123");
    CHECK(text_of("{n:20}", 4'294'967'295) == "00000000004294967295");
    CHECK(text_of("{{n}} {n}", 5) == "{n} 5");
    CHECK(text_of("plain", 5) == "plain");
    CHECK(text_of("", 5).empty());
}

TEST_CASE("stray braces are refused") {
    for (const char* pattern :
         {"{",
          "}",
          "{}",
          "{m}",
          "{n",
          "{n:}",
          "{n:0}",
          "{n:21}",
          "{n:-1}",
          "{n:7",
          "a}b",
          "{n:1x}",
          "{n}}"}) {
        INFO(pattern);
        CHECK_FALSE(TextPattern::compile(pattern).has_value());
    }
}

TEST_CASE("as a CSV cell it reads back as the same text") {
    rc::prop("round trip", [](RowNumber row) {
        const auto pattern =
            *rc::gen::container<std::string>(rc::gen::elementOf(std::string{"ab ,\"\n\r\t;"}));
        const auto compiled = TextPattern::compile(pattern + "{n}" + pattern);
        RC_ASSERT(compiled.has_value());
        std::string plain;
        compiled->append(row, plain);
        std::string expected;
        append_cell(expected, plain, Delimiter::comma);
        std::string cell;
        compiled->as_csv_cell().append(row, cell);
        RC_ASSERT(cell == expected);
    });
}

}  // namespace
}  // namespace rowlock
