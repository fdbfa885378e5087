#include "checks/contention/key_lists.hpp"

#include "tests/support/test.hpp"
#include "tests/unit/checks/contention/small_plans.hpp"

namespace rowlock {
namespace {

/// `batches` batches of one row; the row of batch i has the keys `keys_of(i)`.
template <class KeysOf>
test::SmallLoad many_batches(std::uint32_t batches, const KeysOf& keys_of) {
    test::SmallLoad load;
    for (std::uint32_t i = 0; i < batches; ++i) {
        load.rows.emplace_back();
        for (const KeyNo key : keys_of(i)) load.rows.back().emplace_back(key, false);
        load.batching.order.push_back(i);
        load.batching.batches.push_back({i, 1});
    }
    return load;
}

TEST_CASE("a hot key's pairs are counted by whole words, and the others one by one") {
    constexpr std::uint32_t k_batches = 3'000;
    // Key 0 is in every batch, key 1 in the first two, key 2 in the last two.
    const auto load = many_batches(k_batches, [](std::uint32_t i) {
        std::vector<KeyNo> keys{0};
        if (i < 2) keys.push_back(1);
        if (i + 2 >= k_batches) keys.push_back(2);
        return keys;
    });
    const std::size_t bytes = GENERATE(std::size_t{1}, std::size_t{10'000}, std::size_t{1} << 30);
    ContentionOptions options;
    options.matrix_bytes_max = bytes;
    const Contention found = check_contention(load.keys(), load.batching, options).hard;
    CHECK(found.conflicting_keys == 3);
    CHECK(found.conflicting_pairs == std::uint64_t{k_batches} * (k_batches - 1) / 2);
}

TEST_CASE("keys of one batch have no list") {
    const auto load = many_batches(4, [](std::uint32_t i) {
        return std::vector<KeyNo>{i == 3 ? 0 : i, 7};
    });
    const std::vector<std::uint32_t> sequence{0, 1, 2, 3};
    const KeyLists lists =
        make_key_lists(load.keys(), load.batching, sequence, KeyReading::hard, {});
    CHECK(lists.keys == std::vector<KeyNo>{0, 7});
    CHECK(lists.starts == std::vector<std::uint64_t>{0, 2, 6});
    CHECK(lists.places == std::vector<std::uint32_t>{0, 3, 0, 1, 2, 3});
}

}  // namespace
}  // namespace rowlock
