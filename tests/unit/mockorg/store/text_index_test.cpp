#include "mockorg/store/text_index.hpp"

#include "tests/support/test.hpp"

namespace rowlock {
namespace {

std::vector<std::uint32_t> candidates(const TextIndex& index, std::string_view text) {
    std::vector<std::uint32_t> rows;
    index.candidates(text, [&](std::uint32_t row) {
        rows.push_back(row);
        return true;
    });
    return rows;
}

TEST_CASE("finds every row added under a text, in order, through any growth") {
    TextIndex index{true};
    for (std::uint32_t row = 0; row < 20'000; ++row)
        index.add("key" + std::to_string(row % 5'000), row);
    for (std::uint32_t key = 0; key < 5'000; key += 499) {
        const auto rows = candidates(index, "key" + std::to_string(key));
        std::vector<std::uint32_t> matching;
        for (const std::uint32_t row : rows) {
            if (row % 5'000 == key) matching.push_back(row);
        }
        CHECK(matching == std::vector<std::uint32_t>{key, key + 5'000, key + 10'000, key + 15'000});
    }
}

TEST_CASE("letter case matters only where it should") {
    TextIndex folded{false};
    folded.add("AbC", 7);
    CHECK(candidates(folded, "aBc") == std::vector<std::uint32_t>{7});
    TextIndex exact{true};
    exact.add("AbC", 7);
    CHECK(candidates(exact, "aBc").empty());
}

TEST_CASE("an empty index finds nothing") {
    CHECK(candidates(TextIndex{true}, "x").empty());
}

TEST_CASE("texts longer than any buffer are folded, too") {
    TextIndex index{false};
    index.add(std::string(1'000, 'A'), 1);
    CHECK(candidates(index, std::string(1'000, 'a')) == std::vector<std::uint32_t>{1});
}

}  // namespace
}  // namespace rowlock
