#include "mockorg/soql/lexer.hpp"
#include "tests/support/test.hpp"
#include "tests/unit/mockorg/soql/printing.hpp"

namespace rowlock::soql {
namespace {

Result<std::string> unescaped(
    std::string_view source, WildcardEscapes escapes = WildcardEscapes::resolve
) {
    const Result<std::vector<Token>> tokens = tokenize(source);
    REQUIRE(tokens.has_value());
    return unescape(source, tokens->front(), escapes);
}

TEST_CASE("escapes stand for their characters") {
    CHECK(unescaped(R"('')") == "");
    CHECK(unescaped(R"('plain')") == "plain");
    CHECK(unescaped(R"('it\'s \"so\"')") == "it's \"so\"");
    CHECK(unescaped(R"('a\\b')") == "a\\b");
    CHECK(unescaped(R"('\n\N\r\R\t\T\b\f')") == "\n\n\r\r\t\t\b\f");
    CHECK(unescaped(R"('100\% \_')") == "100% _");
}

TEST_CASE("in a pattern the wildcards' escapes stay") {
    CHECK(unescaped(R"('100\%\_\\\'\n')", WildcardEscapes::keep) == "100\\%\\_\\\\'\n");
}

TEST_CASE("unicode escapes become UTF-8") {
    CHECK(unescaped(R"('\u0041\u00e9\u20AC')") == "A\xc3\xa9\xe2\x82\xac");
    CHECK(unescaped(R"('\uD83D\uDE00')") == "\xf0\x9f\x98\x80");
}

TEST_CASE("wrong escapes are refused where they begin") {
    for (const char* source : {
             R"('ab\d')",
             R"('ab\u12')",
             R"('ab\u12g4')",
             R"('ab\u-123')",
             R"('ab\uD83D')",
             R"('ab\uD83D\u0041')",
             R"('ab\uDE00')",
         }) {
        CAPTURE(source);
        const Result<std::string> text = unescaped(source);
        REQUIRE_FALSE(text.has_value());
        CHECK(text.error().code == ErrorCode::malformed_query);
        CHECK_THAT(text.error().message, Catch::Contains("Column:4\ninvalid escape in the text"));
    }
}

TEST_CASE("any text survives quoting") {
    rc::prop("any text survives quoting", [](const std::string& text) {
        const std::string quoted = print_text(text, false);
        const Result<std::vector<Token>> tokens = tokenize(quoted);
        RC_ASSERT(tokens.has_value());
        RC_ASSERT(tokens->size() == 2U);
        RC_ASSERT(unescape(quoted, tokens->front(), WildcardEscapes::resolve) == text);
    });
}

}  // namespace
}  // namespace rowlock::soql
