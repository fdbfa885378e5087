#include "mockorg/soql/like_pattern.hpp"

#include "tests/support/test.hpp"

namespace rowlock::soql {
namespace {

bool like(std::string_view text, std::string_view pattern) {
    return LikePattern{pattern}.matches(text);
}

TEST_CASE("LIKE") {
    CHECK(like("Acme", "Acme"));
    CHECK(like("ACME", "acme"));
    CHECK_FALSE(like("Acme", "Acm"));
    CHECK_FALSE(like("Acm", "Acme"));
    CHECK(like("Acme", "%"));
    CHECK(like("", "%"));
    CHECK(like("", ""));
    CHECK_FALSE(like("a", ""));
    CHECK_FALSE(like("", "_"));
    CHECK(like("Acme", "a%"));
    CHECK(like("Acme", "%E"));
    CHECK(like("Acme", "%cm%"));
    CHECK(like("Acme", "A__e"));
    CHECK_FALSE(like("Acme", "A_e"));
    CHECK(like("Acme", "_%_"));
    CHECK(like("mississippi", "%iss%ip%i"));
    CHECK_FALSE(like("mississippi", "%iss%ips%i"));
}

TEST_CASE("escaped wildcards are themselves") {
    CHECK(like("100%", R"(100\%)"));
    CHECK_FALSE(like("1000", R"(100\%)"));
    CHECK(like("a_b", R"(a\_b)"));
    CHECK_FALSE(like("axb", R"(a\_b)"));
    CHECK(like("a\\b", R"(a\\b)"));
    CHECK(like("a\\", R"(a\\)"));
}

TEST_CASE("an underscore is one character, however many bytes it has") {
    CHECK(like("M\xc3\xbcller", "m_ller"));
    CHECK_FALSE(like("M\xc3\xbcller", "m__ller"));
    CHECK(like("\xf0\x9f\x98\x80!", "_!"));
    CHECK(like("\xc3\xbc", "%_"));
    CHECK_FALSE(like("\xc3\xbc", "%__"));
}

TEST_CASE("letters beyond ASCII match in either case, too") {
    CHECK(like("M\xc3\x9cLLER", "m\xc3\xbcl%"));
    CHECK(like("\xc3\xbc", "\xc3\x9c"));
    CHECK(like("GR\xc3\x9c\xc3\x9f", "%\xc3\xbc_"));
    CHECK_FALSE(like("Muller", "m\xc3\xbcller"));
}

TEST_CASE("a pattern of many wildcards takes no time to fail") {
    std::string pattern;
    for (int i = 0; i < 2000; ++i) pattern += "%a";
    CHECK_FALSE(like(std::string(4000, 'a') + "b", pattern + "%c"));
    CHECK(like(std::string(4000, 'a'), pattern));
}

/// The definition of LIKE, read aloud; exponential.
bool matches_naively(std::string_view text, std::string_view pattern) {
    if (pattern.empty()) return text.empty();
    if (pattern[0] == '%') {
        return matches_naively(text, pattern.substr(1)) ||
               (!text.empty() && matches_naively(text.substr(1), pattern));
    }
    if (text.empty()) return false;
    if (pattern[0] == '_') return matches_naively(text.substr(1), pattern.substr(1));
    if (pattern[0] == '\\') {
        return text[0] == pattern[1] && matches_naively(text.substr(1), pattern.substr(2));
    }
    return std::tolower(text[0]) == std::tolower(pattern[0]) &&
           matches_naively(text.substr(1), pattern.substr(1));
}

/// A pattern that has good chances to match: the text, with some of it behind wildcards.
std::string pattern_from(const std::string& text) {
    std::string pattern;
    for (const char c : text) {
        switch (*rc::gen::inRange(0, 6)) {
            case 0:
                pattern += '%';
                break;
            case 1:
                pattern += '_';
                break;
            case 2:
                pattern += '%';
                [[fallthrough]];
            default:
                if (c == '%' || c == '_' || c == '\\') pattern += '\\';
                pattern += c;
        }
    }
    return pattern + *rc::gen::elementOf(std::vector<std::string>{"", "", "%", "a", "_"});
}

TEST_CASE("LIKE agrees with its definition") {
    rc::prop("LIKE agrees with its definition", [] {
        const auto long_text =
            *rc::gen::container<std::string>(rc::gen::elementOf(std::string{"aAb%_\\"}));
        const std::string text = long_text.substr(0, 12);
        const std::string pattern = pattern_from(text);
        RC_CLASSIFY(matches_naively(text, pattern), "matching");
        RC_ASSERT(like(text, pattern) == matches_naively(text, pattern));
    });
}

}  // namespace
}  // namespace rowlock::soql
