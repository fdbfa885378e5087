#include "mockorg/store/text_index.hpp"

#include "tests/support/test.hpp"

#include <algorithm>
#include <map>

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

TEST_CASE("finds every row added under a text, the last first, through any growth") {
    TextIndex index{true};
    for (std::uint32_t row = 0; row < 20'000; ++row)
        index.add("key" + std::to_string(row % 5'000), row);
    for (std::uint32_t key = 0; key < 5'000; key += 499) {
        const auto rows = candidates(index, "key" + std::to_string(key));
        std::vector<std::uint32_t> matching;
        for (const std::uint32_t row : rows) {
            if (row % 5'000 == key) matching.push_back(row);
        }
        CHECK(matching == std::vector<std::uint32_t>{key + 15'000, key + 10'000, key + 5'000, key});
    }
}

TEST_CASE("letter case matters only where it should") {
    TextIndex folded{false};
    folded.add("AbC", 7);
    CHECK(candidates(folded, "aBc") == std::vector<std::uint32_t>{7});
    folded.add("\xc3\x9c" + std::string(300, 'X'), 8);
    CHECK(candidates(folded, "\xc3\xbc" + std::string(300, 'x')) == std::vector<std::uint32_t>{8});
    TextIndex exact{true};
    exact.add("AbC", 7);
    CHECK(candidates(exact, "aBc").empty());
}

TEST_CASE("an empty index finds nothing") {
    CHECK(candidates(TextIndex{true}, "x").empty());
}

TEST_CASE("many rows may share a text, and any of them may leave") {
    TextIndex index{true};
    constexpr std::uint32_t k_rows = 300'000;
    for (std::uint32_t row = 0; row < k_rows; ++row) index.add("tag", row);
    CHECK(candidates(index, "tag").size() == k_rows);
    for (std::uint32_t row = 1; row + 1 < k_rows; ++row) index.remove("tag", row);
    CHECK(candidates(index, "tag") == std::vector<std::uint32_t>{k_rows - 1, 0});
}

TEST_CASE("texts that come and go take no more room than those that are there") {
    TextIndex index{true};
    std::size_t most = 0;
    for (std::uint32_t round = 0; round < 50; ++round) {
        const auto key = [&](std::uint32_t row) {
            return std::to_string(round) + "-" + std::to_string(row);
        };
        for (std::uint32_t row = 0; row < 1'000; ++row) index.add(key(row), row);
        if (round == 1) most = index.bytes();
        for (std::uint32_t row = 0; row < 1'000; ++row) index.remove(key(row), row);
        CHECK(candidates(index, key(7)).empty());
    }
    CHECK(index.bytes() <= most);
}

TEST_CASE("an index is what was added and not removed") {
    rc::prop("an index is what was added and not removed", [] {
        TextIndex index{false};
        std::map<std::uint32_t, std::string> model;
        const auto steps = *rc::gen::container<std::vector<std::pair<unsigned, unsigned>>>(
            rc::gen::pair(rc::gen::inRange(0U, 30U), rc::gen::inRange(0U, 5U))
        );
        for (const auto& [row, key] : steps) {
            const auto known = model.find(row);
            if (known != model.end()) {
                index.remove(known->second, row);
                model.erase(known);
            } else {
                model[row] = "Key" + std::to_string(key);
                index.add(model[row], row);
            }
        }
        for (unsigned key = 0; key < 5; ++key) {
            const std::string text = "kEY" + std::to_string(key);
            std::vector<std::uint32_t> expected;
            for (const auto& [row, of_row] : model) {
                if (of_row == "Key" + std::to_string(key)) expected.push_back(row);
            }
            auto found = candidates(index, text);
            std::sort(found.begin(), found.end());
            RC_ASSERT(found == expected);
        }
    });
}

TEST_CASE("texts longer than any buffer are folded, too") {
    TextIndex index{false};
    index.add(std::string(1'000, 'A'), 1);
    CHECK(candidates(index, std::string(1'000, 'a')) == std::vector<std::uint32_t>{1});
}

}  // namespace
}  // namespace rowlock
