#include "mockorg/codec/utf8.hpp"

#include "tests/support/test.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace rowlock {
namespace {

TEST_CASE("well-formed characters have their length") {
    CHECK(utf8_length_at("a", 0) == 1);
    CHECK(utf8_length_at("\x7F", 0) == 1);
    CHECK(utf8_length_at("\xC2\x80", 0) == 2);
    CHECK(utf8_length_at("\xDF\xBF", 0) == 2);
    CHECK(utf8_length_at("\xE0\xA0\x80", 0) == 3);
    CHECK(utf8_length_at("\xED\x9F\xBF", 0) == 3);
    CHECK(utf8_length_at("\xEE\x80\x80", 0) == 3);
    CHECK(utf8_length_at("\xF0\x90\x80\x80", 0) == 4);
    CHECK(utf8_length_at("\xF4\x8F\xBF\xBF", 0) == 4);
    CHECK(utf8_length_at("x\xC3\xA9y", 1) == 2);
    CHECK(utf8_length_at(k_utf8_replacement, 0) == 3);
}

TEST_CASE("what is no character has none") {
    const auto text = GENERATE(
        as<std::string>{},
        "",
        "\x80",
        "\xBF",
        "\xC0\x80",
        "\xC1\xBF",
        "\xC3",
        "\xC3(",
        "\xE0\x9F\xBF",
        "\xED\xA0\x80",
        "\xED\xBF\xBF",
        "\xE2\x82",
        "\xE2(\xA1",
        "\xF0\x8F\xBF\xBF",
        "\xF4\x90\x80\x80",
        "\xF0\x9F\x98",
        "\xF8\x88\x80\x80\x80",
        "\xFF"
    );
    CHECK(utf8_length_at(text, 0) == 0);
}

TEST_CASE("the first byte of no character is found wherever it stands") {
    CHECK(find_ill_formed_utf8("") == std::string_view::npos);
    rc::prop("as character after character finds it", [] {
        const auto pieces =
            *rc::gen::container<std::vector<std::string>>(rc::gen::element<std::string>(
                "plain text of some length",
                "a",
                "\xC3\xA9",
                "\xE2\x82\xAC",
                "\xF0\x9F\x98\x80",
                "\xFC",
                "\xE2\x82"
            ));
        std::string text;
        for (const std::string& piece : pieces) text += piece;
        std::size_t at = 0;
        while (at < text.size() && utf8_length_at(text, at) > 0) at += utf8_length_at(text, at);
        RC_ASSERT(find_ill_formed_utf8(text) == (at < text.size() ? at : std::string_view::npos));
    });
}

}  // namespace
}  // namespace rowlock
