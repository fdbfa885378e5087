#include "mockorg/base/interner.hpp"

#include "tests/support/test.hpp"

namespace rowlock {
namespace {

TEST_CASE("a text keeps its first number, and every number its text") {
    rc::prop("round trip", [](const std::vector<std::string>& texts) {
        Interner interner;
        std::vector<std::string> seen;
        for (const std::string& text : texts) {
            const auto found = std::find(seen.begin(), seen.end(), text);
            const auto expected = static_cast<std::uint32_t>(found - seen.begin());
            if (found == seen.end()) seen.push_back(text);
            RC_ASSERT(interner.code(text) == expected);
            RC_ASSERT(interner.text(expected) == text);
        }
        RC_ASSERT(interner.size() == seen.size());
    });
}

TEST_CASE("texts stay where they are while others are added") {
    Interner interner;
    std::vector<std::string_view> views;
    for (int i = 0; i < 5'000; ++i) {
        const std::uint32_t code = interner.code("text number " + std::to_string(i));
        views.push_back(interner.text(code));
    }
    for (std::uint32_t i = 0; i < 5'000; ++i) {
        REQUIRE(interner.text(i).data() == views[i].data());
        REQUIRE(views[i] == "text number " + std::to_string(i));
    }
}

}  // namespace
}  // namespace rowlock
