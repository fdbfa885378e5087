#include "mockorg/soql/lexer.hpp"

#include "tests/support/test.hpp"

namespace rowlock::soql {
namespace {

using Kind = Token::Kind;

std::vector<Token> tokens_of(std::string_view source) {
    const Result<std::vector<Token>> tokens = tokenize(source);
    INFO((tokens ? std::string{} : tokens.error().message));
    REQUIRE(tokens.has_value());
    REQUIRE(tokens->back().kind == Kind::end);
    CHECK(tokens->back().position == source.size());
    return *tokens;
}

Token only_token(std::string_view source) {
    const std::vector<Token> tokens = tokens_of(source);
    CAPTURE(source);
    REQUIRE(tokens.size() == 2);
    CHECK(tokens[0].text == source);
    return tokens[0];
}

TEST_CASE("nothing but blanks is nothing but the end") {
    CHECK(tokens_of("").size() == 1);
    CHECK(tokens_of(" \t\r\n ").size() == 1);
}

TEST_CASE("each kind of token is taken whole") {
    CHECK(only_token("External_ID__c").kind == Kind::name);
    CHECK(only_token("_x").kind == Kind::name);
    CHECK(only_token("'it\\'s'").kind == Kind::text);
    CHECK(only_token("''").kind == Kind::text);
    CHECK(only_token("'\\\\'").kind == Kind::text);
    CHECK(only_token("0").kind == Kind::number);
    CHECK(only_token("-12.50").kind == Kind::number);
    CHECK(only_token("+3").kind == Kind::number);
    CHECK(only_token("1e10").kind == Kind::number);
    CHECK(only_token("1.5E-3").kind == Kind::number);
    CHECK(only_token("2026-01-31").kind == Kind::date);
    CHECK(only_token("2026-01-31T00:00:00Z").kind == Kind::datetime);
    CHECK(only_token("2026-01-31T12:30:00.250+02:00").kind == Kind::datetime);
    CHECK(only_token("2026-01-31T12:30:00-0530").kind == Kind::datetime);
    CHECK(only_token("12:30:00.000Z").kind == Kind::time);
    for (const char* symbol : {"=", "!=", "<>", "<", "<=", ">", ">=", "(", ")", ",", ".", ":"}) {
        CHECK(only_token(symbol).kind == Kind::symbol);
    }
}

TEST_CASE("tokens need no blanks between them") {
    const std::vector<Token> tokens = tokens_of("Account.Name>='x'AND(A=-1)");
    std::vector<std::string> texts;
    for (const Token& token : tokens) texts.emplace_back(token.text);
    CHECK(
        texts ==
        std::vector<std::string>{
            "Account", ".", "Name", ">=", "'x'", "AND", "(", "A", "=", "-1", ")", ""}
    );
    CHECK(tokens[5].position == 17);
}

TEST_CASE("what is no SOQL is refused where it stands") {
    const auto message = [](std::string_view source) {
        const auto tokens = tokenize(source);
        REQUIRE_FALSE(tokens.has_value());
        CHECK(tokens.error().code == ErrorCode::malformed_query);
        return tokens.error().message;
    };
    CHECK_THAT(
        message("Id = #5"), Catch::EndsWith("\nERROR at Row:1:Column:6\nunexpected token: '#'")
    );
    CHECK_THAT(message("Id = 5x"), Catch::EndsWith("unexpected token: '5x'"));
    CHECK_THAT(message("Id = \"5\""), Catch::EndsWith("unexpected token: '\"'"));
    CHECK_THAT(message("Id ! 5"), Catch::EndsWith("unexpected token: '!'"));
    CHECK_THAT(message("Id = \xe2\x82\xac"), Catch::EndsWith("unexpected token: '\xe2\x82\xac'"));
    CHECK_THAT(
        message("Id = 'abc"), Catch::Contains("Column:6\n") && Catch::Contains("has no end")
    );
    CHECK_THAT(message("Id = 'abc\\"), Catch::Contains("has no end"));
    CHECK_THAT(message("Id = 'abc\\'"), Catch::Contains("has no end"));
    CHECK_THAT(message("D = 2026-02-30"), Catch::EndsWith("invalid date or time: '2026-02-30'"));
    CHECK_THAT(
        message("D = 2026-01-31T25:00:00Z"),
        Catch::EndsWith("invalid date or time: '2026-01-31T25:00:00Z'")
    );
    CHECK_THAT(message("D = 2026-01-311"), Catch::EndsWith("invalid date or time: '2026-01-311'"));
}

TEST_CASE("tokens and the blanks between them are the whole source") {
    rc::prop("tokens and the blanks between them are the whole source", [] {
        const auto source = *rc::gen::container<std::string>(rc::gen::elementOf(std::string{
            "aZ_9 \t\n'\\.,:=<>!()-+eET2026-01-31"}));
        const Result<std::vector<Token>> tokens = tokenize(source);
        if (!tokens) {
            RC_ASSERT(tokens.error().code == ErrorCode::malformed_query);
            return;
        }
        std::size_t position = 0;
        for (const Token& token : *tokens) {
            RC_ASSERT(token.position >= position);
            const std::string gap = source.substr(position, token.position - position);
            RC_ASSERT(gap.find_first_not_of(" \t\n") == std::string::npos);
            RC_ASSERT(source.substr(token.position, token.text.size()) == token.text);
            position = token.position + token.text.size();
        }
        RC_ASSERT(position == source.size());
    });
}

}  // namespace
}  // namespace rowlock::soql
