#include "mockorg/api/search_term.hpp"

#include "tests/support/test.hpp"

namespace rowlock {
namespace {

/// The term as a formula: words as patterns, `&`, `|` and `!`.
std::string formula(const SearchTerm& term) {
    if (term.kind == SearchTerm::Kind::word) return term.pattern;
    if (term.kind == SearchTerm::Kind::none_of) return "!" + formula(term.parts.front());
    std::string text = "(";
    for (const SearchTerm& part : term.parts) {
        if (text.size() > 1) text += term.kind == SearchTerm::Kind::all_of ? " & " : " | ";
        text += formula(part);
    }
    return text + ")";
}

/// The formula, or the message of the mistake.
std::string read(std::string_view term) {
    const std::string text = "FIND {" + std::string{term};
    std::size_t end = 0;
    const auto read = read_search_term(text, 6, end);
    if (!read) return read.error().message;
    CHECK(text.at(end) == '}');
    return formula(*read);
}

TEST_CASE("words are joined by operators, in any letter case") {
    CHECK(read("acme}") == "acme");
    CHECK(read(" acme  tools }") == "(acme & tools)");
    CHECK(read("acme AND tools or nobody}") == "((acme & tools) | nobody)");
    CHECK(read("acme and not tools}") == "(acme & !tools)");
    CHECK(read("acme AND NOT (tools OR works)}") == "(acme & !(tools | works))");
    CHECK(read("(acme OR bell)tools}") == "((acme | bell) & tools)");
    CHECK(read("((acme))}") == "acme");
    CHECK(read("android or order}") == "(android | order)");
    // Only behind AND.
    CHECK(read("not here}") == "(not & here)");
}

TEST_CASE("words are patterns, phrases keep their blanks and operators") {
    CHECK(read("ac*me?}") == "ac%me_");
    CHECK(read("100%_x}") == "100\\%\\_x");
    CHECK(read("\"acme and co\" x1}") == "(acme and co & x1)");
    CHECK(read("x\\-y\\*\\}z}") == "x-y*}z");
    CHECK(read("o\\'neil\\\\}") == "o\\'neil\\\\");
    CHECK(read("5\\\"disk}") == "5\"disk");
}

TEST_CASE("mistakes are told as the org does") {
    const std::string no_term = "No search term found. The search term must be enclosed in braces.";
    CHECK(read("acme") == no_term);
    CHECK(read("\"acme}") == "unexpected token: }");
    // Recorded.
    CHECK(read("John|jane}") == "line 1:10 mismatched character '|' expecting '}'");
    CHECK(read("Marie-Pier Martin}") == "line 1:11 mismatched character '-' expecting '}'");
    CHECK(read("acme\nab:c}") == "line 2:2 mismatched character ':' expecting '}'");
    CHECK(read("acme OR}") == "unexpected token: }");
    CHECK(read("OR acme}") == "unexpected token: OR");
    CHECK(read("acme AND OR bell}") == "unexpected token: OR");
    CHECK(read("acme)}") == "unexpected token: )");
    CHECK(read("(acme}") == "unexpected token: }");
    CHECK(read("()}") == "unexpected token: )");
}

TEST_CASE("whatever is found must contain a word of two letters") {
    const std::string too_short = "search term must be longer than one character: ";
    CHECK(read("}") == too_short);
    CHECK(read(" }") == too_short);
    CHECK(read("a*}") == too_short + "a*");
    CHECK(read("acme OR a}") == too_short + "acme OR a");
    CHECK(read("a acme}") == "(a & acme)");
    CHECK(read("a AND NOT acme}") == too_short + "a AND NOT acme");
}

TEST_CASE("terms have limits") {
    const auto repeated = [](std::string_view text, int times) {
        std::string all;
        for (int i = 0; i < times; ++i) all += text;
        return all;
    };
    CHECK(read(repeated("ab ", 20) + "}").find("many") == std::string::npos);
    CHECK(read(repeated("ab ", 21) + "}") == "search term has too many words");
    const std::string deep = repeated("(", 30'000) + "ab" + repeated(")", 30'000) + "}";
    CHECK(read(deep) == "search term is nested too deeply");
}

TEST_CASE("any text is a term or refused, at a place inside of it") {
    rc::prop("any text", [](const std::vector<std::string>& words) {
        std::string text;
        for (const std::string& word : words) {
            text += *rc::gen::elementOf(std::vector<std::string>{
                " ", "(", ")", " AND NOT ", " OR ", "\"", "ab", "\\", "*", "}"});
            text += word;
        }
        std::size_t end = 0;
        const auto term = read_search_term(text, 0, end);
        if (term) {
            RC_ASSERT(text.at(end) == '}');
        } else {
            RC_ASSERT(!term.error().message.empty());
            RC_ASSERT(term.error().position.value_or(0) <= text.size());
        }
    });
}

}  // namespace
}  // namespace rowlock
