#include "mockorg/codec/csv.hpp"
#include "tests/support/test.hpp"

namespace rowlock {
namespace {

std::string quoted(std::string_view text) {
    std::string out = "<";
    append_quoted(out, text);
    return out;
}

std::string cell(std::string_view text, Delimiter delimiter) {
    std::string out = "<";
    append_cell(out, text, delimiter);
    return out;
}

TEST_CASE("a quoted cell doubles its quotes") {
    CHECK(quoted("") == R"(<"")");
    CHECK(quoted("a,b") == R"(<"a,b")");
    CHECK(quoted(R"(")") == R"(<"""")");
    CHECK(quoted(R"("a""b")") == R"(<"""a""""b""")");
}

TEST_CASE("a cell is quoted only where it must be") {
    CHECK(cell("", Delimiter::comma) == "<");
    CHECK(cell("a b;c", Delimiter::comma) == "<a b;c");
    CHECK(cell("a b;c", Delimiter::semicolon) == R"(<"a b;c")");
    CHECK(cell("a\tb", Delimiter::tab) == "<\"a\tb\"");
    CHECK(cell("a\nb", Delimiter::comma) == "<\"a\nb\"");
    CHECK(cell("a\rb", Delimiter::comma) == "<\"a\rb\"");
    CHECK(cell(R"(5")", Delimiter::comma) == R"(<"5""")");
}

TEST_CASE("delimiters have names, in any letter case") {
    const auto [name, delimiter] = GENERATE(table<std::string, Delimiter>({
        {"BACKQUOTE", Delimiter::backquote},
        {"CARET", Delimiter::caret},
        {"COMMA", Delimiter::comma},
        {"PIPE", Delimiter::pipe},
        {"SEMICOLON", Delimiter::semicolon},
        {"TAB", Delimiter::tab},
    }));
    CHECK(name_of(delimiter) == name);
    CHECK(parse_delimiter(name) == delimiter);
    std::string mixed = name;
    mixed[0] = static_cast<char>(mixed[0] - 'A' + 'a');
    CHECK(parse_delimiter(mixed) == delimiter);
}

TEST_CASE("line ends have names, in any letter case") {
    CHECK(parse_line_ending("LF") == LineEnding::lf);
    CHECK(parse_line_ending("crlf") == LineEnding::crlf);
    CHECK(name_of(LineEnding::lf) == "LF");
    CHECK(name_of(LineEnding::crlf) == "CRLF");
    CHECK(line_end(LineEnding::lf) == "\n");
    CHECK(line_end(LineEnding::crlf) == "\r\n");
}

TEST_CASE("an unknown name is refused with the known ones") {
    const auto delimiter = parse_delimiter("COLON");
    REQUIRE_FALSE(delimiter.has_value());
    CHECK(
        delimiter.error().message ==
        "Invalid column delimiter 'COLON': use BACKQUOTE, CARET, COMMA, PIPE, SEMICOLON or TAB"
    );
    const auto ending = parse_line_ending("CR");
    REQUIRE_FALSE(ending.has_value());
    CHECK(ending.error().message == "Invalid line ending 'CR': use LF or CRLF");
}

}  // namespace
}  // namespace rowlock
