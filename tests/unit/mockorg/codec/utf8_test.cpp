#include "mockorg/codec/utf8.hpp"

#include "tests/support/test.hpp"

#include <string>

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

}  // namespace
}  // namespace rowlock
