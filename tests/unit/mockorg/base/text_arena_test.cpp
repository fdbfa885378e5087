#include "mockorg/base/text_arena.hpp"

#include "tests/support/test.hpp"

namespace rowlock {
namespace {

TEST_CASE("texts come back as they went in, across copies that part ways") {
    rc::prop("round trip", [](const std::vector<std::string>& texts) {
        TextArena first;
        std::vector<TextArena::Ref> shared;
        for (const std::string& text : texts) shared.push_back(first.add(text));
        TextArena second = first;
        const auto only_first = first.add("left");
        const auto only_second = second.add("right");
        for (std::size_t i = 0; i < texts.size(); ++i) {
            RC_ASSERT(first.get(shared[i]) == texts[i]);
            RC_ASSERT(second.get(shared[i]) == texts[i]);
        }
        RC_ASSERT(first.get(only_first) == "left");
        RC_ASSERT(second.get(only_second) == "right");
    });
}

TEST_CASE("a text may span what is left of no block") {
    TextArena arena;
    const std::string large(TextArena::k_max_length, 'x');
    const auto a = arena.add("small");
    const auto b = arena.add(large);
    const auto c = arena.add(large);
    CHECK(arena.get(a) == "small");
    CHECK(arena.get(b) == large);
    CHECK(arena.get(c) == large);
}

}  // namespace
}  // namespace rowlock
