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

TEST_CASE("texts of one lane lie side by side") {
    TextArena arena;
    const auto add = [&](std::size_t lane) { return arena.get(arena.add("0123456789", lane)); };
    std::size_t apart = 0;
    std::string_view last = add(7);
    constexpr std::size_t k_texts = 100'000;
    for (std::size_t i = 0; i < k_texts; ++i) {
        add(8);
        const std::string_view text = add(7);
        if (text.data() != last.data() + last.size()) ++apart;
        last = text;
    }
    // 1 MB in runs of 64 kB, the last places of which are too short.
    CHECK(apart == 15);
}

TEST_CASE("nothing is put into blocks that are about to go") {
    TextArena arena;
    const std::string text(1'000, 'x');
    std::vector<TextArena::Ref> refs;
    for (int i = 0; i < 80'000; ++i)
        refs.push_back(arena.add(text, static_cast<std::size_t>(i) % 3));
    // One lane goes on; the others stay where they began.
    arena.add(text, 5);
    for (int i = 0; i < 20'000; ++i) arena.add(text, 6);
    for (const TextArena::Ref ref : refs) arena.release(ref);
    const std::vector<bool> sparse = arena.sparse_blocks();
    REQUIRE_FALSE(sparse.empty());
    for (std::size_t lane = 0; lane < 7; ++lane) {
        const std::size_t block = TextArena::block_of(arena.add(text, lane));
        CHECK((block >= sparse.size() || !sparse[block]));
    }
    arena.drop(sparse);
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
