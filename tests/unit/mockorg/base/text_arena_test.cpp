#include "mockorg/base/text_arena.hpp"

#include "tests/support/test.hpp"

#include <algorithm>

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

TEST_CASE("blocks that hold little that is needed are named once there is enough to gain") {
    TextArena arena;
    const std::string text(1'000'000, 'x');
    std::vector<TextArena::Ref> refs;
    for (int i = 0; i < 80; ++i) refs.push_back(arena.add(text));
    CHECK(arena.sparse_blocks().empty());
    // Half of each block: not sparse yet.
    for (std::size_t i = 0; i < refs.size(); i += 2) arena.release(refs[i]);
    CHECK(arena.sparse_blocks().empty());
    for (std::size_t i = 1; i < 60; i += 2) arena.release(refs[i]);
    const std::vector<bool> sparse = arena.sparse_blocks();
    REQUIRE_FALSE(sparse.empty());
    CHECK(sparse[TextArena::block_of(refs[1])]);
    CHECK_FALSE(sparse[TextArena::block_of(refs[79])]);
    const TextArena copy = arena;
    const std::size_t before = arena.bytes_reserved();
    arena.drop(sparse);
    CHECK(arena.bytes_reserved() + 3 * (std::size_t{16} << 20) <= before);
    CHECK(arena.get(refs[79]) == text);
    CHECK(copy.get(refs[1]) == text);
    // Places are used again, and what was there before is no burden any more.
    for (int i = 0; i < 30; ++i) arena.add(text);
    CHECK(arena.bytes_reserved() <= before);
    CHECK(arena.sparse_blocks().empty());
}

TEST_CASE("copies that come and go leave no blocks behind for ever") {
    TextArena arena;
    arena.add("first");
    for (int i = 0; i < 1'100; ++i) {
        TextArena copy = arena;
        arena = copy;
        arena.add("x");
    }
    const std::vector<bool> sparse = arena.sparse_blocks();
    CHECK(std::count(sparse.begin(), sparse.end(), true) > 1'000);
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
