#include "checks/input/id_table.hpp"

#include "mockorg/base/random.hpp"
#include "tests/support/test.hpp"

#include <map>

namespace rowlock {
namespace {

TEST_CASE("names get dense numbers in order of first sight") {
    IdTable table;
    CHECK(table.find_or_add(PackedId{5, 0}) == 0);
    CHECK(table.find_or_add(PackedId{0, 5}) == 1);
    CHECK(table.find_or_add(PackedId{5, 0}) == 0);
    CHECK(table.find(PackedId{0, 5}) == 1);
    CHECK(table.find(PackedId{6, 0}) == IdTable::k_none);
    CHECK(table.find_or_add(PackedId{}) == IdTable::k_none);
    CHECK(table.size() == 2);
    CHECK(table.id(1) == PackedId{0, 5});
}

TEST_CASE("many at once get the numbers they get one by one") {
    Random random{3};
    std::vector<PackedId> ids;
    for (int i = 0; i < 50'000; ++i) ids.push_back({random.below(20'000), random.below(2)});
    IdTable together;
    IdTable alone;
    std::map<std::pair<std::uint64_t, std::uint64_t>, std::uint32_t> expected;
    std::vector<std::uint32_t> numbers(ids.size());
    together.find_or_add(ids, numbers);
    for (std::size_t i = 0; i < ids.size(); ++i) {
        REQUIRE(alone.find_or_add(ids[i]) == numbers[i]);
        if (ids[i].empty()) {
            REQUIRE(numbers[i] == IdTable::k_none);
            continue;
        }
        const auto next = static_cast<std::uint32_t>(expected.size());
        REQUIRE(
            expected.emplace(std::pair{ids[i].low, ids[i].high}, next).first->second == numbers[i]
        );
    }
    CHECK(together.size() == expected.size());
}

TEST_CASE("names that stand together share their number, across what is fetched at a time") {
    Random random{5};
    std::vector<PackedId> ids;
    while (ids.size() < 5'000) {
        const PackedId id{random.below(300), 0};
        ids.insert(ids.end(), 1 + random.below(70), id);
    }
    IdTable together;
    IdTable alone;
    std::vector<std::uint32_t> numbers(ids.size());
    together.find_or_add(ids, numbers);
    for (std::size_t i = 0; i < ids.size(); ++i) REQUIRE(alone.find_or_add(ids[i]) == numbers[i]);
}

}  // namespace
}  // namespace rowlock
