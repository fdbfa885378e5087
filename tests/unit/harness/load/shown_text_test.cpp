#include "harness/load/shown_text.hpp"

#include "tests/support/test.hpp"

namespace rowlock {
namespace {

TEST_CASE("texts are shown short and printable") {
    CHECK(shown_text("many") == "\"many\"");
    CHECK(shown_text("") == "\"\"");
    CHECK(shown_text("a\x1B[2J\n") == "\"a?[2J?\"");
    std::string long_text;
    for (int i = 0; i < 59; ++i) long_text += 'x';
    const std::string cut = "\"" + long_text;
    CHECK(shown_text(long_text + "y") == cut + "y\"");
    CHECK(shown_text(long_text + "yz") == cut + "y...\"");
    // No character is cut in two.
    CHECK(shown_text(long_text + "\xC3\xA9!") == cut + "...\"");
}

}  // namespace
}  // namespace rowlock
