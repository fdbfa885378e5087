#include "mockorg/base/folded_text.hpp"

#include "tests/support/test.hpp"

#include <string>
#include <vector>

namespace rowlock {
namespace {

int sign(int number) {
    return number < 0 ? -1 : number > 0 ? 1 : 0;
}

TEST_CASE("capitals of all scripts become small letters") {
    CHECK(fold_case("MÜLLER ÅSE") == "müller åse");
    CHECK(fold_case("ŁÓDŹ, Ștefan") == "łódź, ștefan");
    CHECK(fold_case("ΣΊΣΥΦΟΣ Σίσυφος") == "σίσυφοσ σίσυφοσ");
    CHECK(fold_case("ЩУКА Ёж") == "щука ёж");
    CHECK(fold_case("ԵՐԵՎԱՆ ẞ 𐐀") == "երեվան ß 𐐨");
    CHECK(fold_case("東京 ½ ×÷ 😀") == "東京 ½ ×÷ 😀");
    CHECK(fold_case("Ⱥ") == "ⱥ");
}

TEST_CASE("no letter beyond ASCII becomes one of ASCII, none becomes several") {
    CHECK(fold_case("\u212a") == "\u212a");
    CHECK(fold_case("İ") == "İ");
    CHECK(fold_case("ß") == "ß");
    CHECK_FALSE(equal_folded("\u017f", "s"));
}

TEST_CASE("bytes that are no UTF-8 stand for themselves") {
    for (const std::string text :
         {"\xc3",
          "a\xc3",
          "\xc3(",
          "\x80",
          "\xe2\x82",
          "\xe0\x83\x80",
          "\xf0\x80\x83\x80",
          "\xff"}) {
        CHECK(fold_case(text) == text);
    }
    CHECK(fold_case("\xc3\xc3\x84") == "\xc3\xc3\xa4");
}

TEST_CASE("texts are compared as what folding makes of them") {
    CHECK(equal_folded("Straße MÜNCHEN", "STRAßE münchen"));
    CHECK_FALSE(equal_folded("Muller", "Müller"));
    CHECK_FALSE(equal_folded("Mü", "Müller"));
    CHECK(compare_folded("zebra", "Äpfel") < 0);
    CHECK(compare_folded("ÄB", "äa") > 0);
    const std::vector<std::string> parts{
        "a",
        "B",
        "Ä",
        "ä",
        "Σ",
        "ς",
        "Ⱥ",
        "ⱥ",
        "@[`{",
        "Customer",
        "customER",
        "\xc3",
        "\xe2\x82",
        "\x80",
        "😀",
        ""};
    rc::prop("order and equality are those of folded texts", [&] {
        const auto text = [&] {
            std::string joined;
            for (const auto& part :
                 *rc::gen::container<std::vector<std::string>>(rc::gen::elementOf(parts)))
                joined += part;
            return joined;
        };
        const std::string beginning = text();
        const std::string a = beginning + text();
        const std::string b = to_lower(beginning) + text();
        RC_ASSERT(sign(compare_folded(a, b)) == sign(fold_case(a).compare(fold_case(b))));
        RC_ASSERT(fold_case(fold_case(a)) == fold_case(a));
    });
}

}  // namespace
}  // namespace rowlock
