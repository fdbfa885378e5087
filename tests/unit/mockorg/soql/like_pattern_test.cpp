#include "mockorg/soql/like_pattern.hpp"

#include "mockorg/base/folded_text.hpp"
#include "tests/support/test.hpp"

#include <algorithm>
#include <string>
#include <vector>

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

/// How many bytes the first character has. `text`: not empty, UTF-8.
std::size_t first_character(std::string_view text) {
    std::size_t length = 1;
    while (length < text.size() && (static_cast<unsigned char>(text[length]) & 0xc0U) == 0x80U)
        ++length;
    return length;
}

/// The definition of LIKE, read aloud; exponential. Both folded.
bool matches_naively(std::string_view text, std::string_view pattern) {
    if (pattern.empty()) return text.empty();
    const std::string_view behind =
        text.empty() ? std::string_view{} : text.substr(first_character(text));
    if (pattern[0] == '%') {
        return matches_naively(text, pattern.substr(1)) ||
               (!text.empty() && matches_naively(behind, pattern));
    }
    if (text.empty()) return false;
    if (pattern[0] == '_') return matches_naively(behind, pattern.substr(1));
    if (pattern[0] == '\\') pattern.remove_prefix(1);
    return text[0] == pattern[0] && matches_naively(text.substr(1), pattern.substr(1));
}

/// A pattern that has good chances to match: the text, with some of it behind wildcards.
std::string pattern_from(std::string_view text) {
    std::string pattern;
    while (!text.empty()) {
        const std::string_view character = text.substr(0, first_character(text));
        text.remove_prefix(character.size());
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
                if (character == "%" || character == "_" || character == "\\") pattern += '\\';
                pattern += character;
        }
    }
    return pattern + *rc::gen::elementOf(std::vector<std::string>{"", "", "%", "a", "_"});
}

void check_with_characters(const std::vector<std::string>& characters) {
    constexpr std::size_t k_most = 12;
    const auto drawn =
        *rc::gen::container<std::vector<std::string>>(rc::gen::elementOf(characters));
    std::string text;
    for (std::size_t i = 0; i < std::min(drawn.size(), k_most); ++i) text += drawn[i];
    const std::string pattern = pattern_from(text);
    const bool expected = matches_naively(fold_case(text), fold_case(pattern));
    RC_CLASSIFY(expected, "matching");
    RC_ASSERT(like(text, pattern) == expected);
    const std::string filler(*rc::gen::inRange<std::size_t>(0, 70), 'x');
    if (!expected) return;
    RC_ASSERT(like(filler + text, "%" + pattern));
    RC_ASSERT(like(text + filler, pattern + "%"));
    RC_ASSERT(like(filler + text + filler, "%" + pattern + "%"));
}

TEST_CASE("LIKE agrees with its definition") {
    rc::prop("in ASCII", [] { check_with_characters({"a", "A", "b", "%", "_", "\\"}); });
    rc::prop("beyond it", [] { check_with_characters({"a", "B", "ü", "Ü", "€", "_"}); });
}

TEST_CASE("bytes that are no UTF-8 upset no pattern") {
    CHECK(like("a\x80z", "a_z"));
    CHECK(like("a\x80z", "_z"));
    CHECK(like("\x80z", "_z"));
    CHECK(like("\x80", "%\x80"));
    CHECK_FALSE(like("\xc3\xbc", "%\xbc"));
    CHECK_FALSE(like("x\xc3\xbcx", "%\xbc%"));
    CHECK(like("\xc3\xbc", "\xc3%\xbc"));
}

}  // namespace
}  // namespace rowlock::soql
