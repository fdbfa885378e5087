#include "mockorg/soql/any_case_bytes.hpp"

#include "mockorg/base/case_insensitive.hpp"
#include "tests/support/test.hpp"

namespace rowlock::soql {
namespace {

TEST_CASE("all bytes count, letters in either case") {
    const AnyCaseBytes bytes{"account of the region 77"};
    CHECK(bytes.equal("Account of the Region 77"));
    CHECK_FALSE(bytes.equal("Account of the Region 78"));
    CHECK_FALSE(bytes.equal("Bccount of the Region 77"));
    CHECK_FALSE(bytes.equal("Account?of the Region 77"));
    // Only letters have a case: these differ by the same bit.
    CHECK_FALSE(AnyCaseBytes{"[1"}.equal("{1"));
    CHECK_FALSE(AnyCaseBytes{"0"}.equal("\x10"));
    CHECK(AnyCaseBytes{"\xc3\xbc"}.equal("\xc3\xbc"));
    CHECK_FALSE(AnyCaseBytes{"\xc3\xbc"}.equal("\xc3\x9c"));
}

TEST_CASE("they are found wherever they stand") {
    rc::prop("they are found wherever they stand", [] {
        const auto text_of = [](std::size_t most) {
            const auto letters = rc::gen::container<std::string>(rc::gen::element('a', 'B', 'b'));
            std::string text = *rc::gen::resize(static_cast<int>(most), letters);
            return text;
        };
        const std::string text = text_of(100);
        const std::string part = to_lower(text_of(6)) + "b";
        RC_ASSERT(AnyCaseBytes{part}.find(text) == to_lower(text).find(part));
    });
    constexpr std::size_t k_longest = 60;
    for (std::size_t length = 3; length < k_longest; ++length) {
        const std::string none(length, 'n');
        CHECK(AnyCaseBytes{"nab"}.find(none) == std::string::npos);
        for (std::size_t at = 0; at + 3 <= length; ++at) {
            std::string text = none;
            text.replace(at, 3, "NaB");
            CAPTURE(text);
            CHECK(AnyCaseBytes{"nab"}.find(text) == at);
        }
    }
    std::string wide;
    for (int i = 0; i < 200; ++i) wide.push_back('x');
    wide += "Needle";
    CHECK(AnyCaseBytes{"needle"}.find(wide) == 200);
    CHECK(AnyCaseBytes{"x"}.find(wide) == 0);
    CHECK(AnyCaseBytes{"needles"}.find(wide) == std::string::npos);
}

}  // namespace
}  // namespace rowlock::soql
