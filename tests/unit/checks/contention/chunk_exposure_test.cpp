#include "checks/contention/chunk_exposure.hpp"

#include "tests/support/test.hpp"
#include "tests/unit/checks/contention/small_plans.hpp"

namespace rowlock {
namespace {

using test::SmallLoad;

/// Two batches of three rows; the rows named want the one key.
SmallLoad two_batches(const std::set<RowNo>& wanting) {
    SmallLoad load;
    for (RowNo row = 0; row < 6; ++row) {
        load.rows.emplace_back();
        if (wanting.count(row) > 0) load.rows.back().emplace_back(0, false);
        load.batching.order.push_back(row);
    }
    load.batching.batches = {{0, 3}, {3, 3}};
    return load;
}

ChunkExposure expose(const SmallLoad& load) {
    return measure_chunk_exposure(load.keys(), load.batching, KeyReading::all, 1);
}

TEST_CASE("a key wanted early by one batch and late by the other is not exposed") {
    const ChunkExposure apart = expose(two_batches({0, 5}));
    CHECK(apart.conflicting_keys == 1);
    CHECK(apart.exposed_keys == 0);
}

TEST_CASE("a span lasts from the first to the last chunk that wants the key") {
    CHECK(expose(two_batches({0, 2, 4})).exposed_keys == 1);
    CHECK(expose(two_batches({0, 1, 5})).exposed_keys == 0);
}

/// Keys that two batches which may overlap want in overlapping spans, by looking at all pairs.
std::uint64_t count_exposed(const SmallLoad& load, std::uint32_t rows_per_chunk) {
    const auto& batches = load.batching.batches;
    const auto span = [&](std::size_t batch, KeyNo key) {
        const auto rows = load.batching.rows_of(batches[batch]);
        std::pair<std::size_t, std::size_t> result{1, 0};
        for (std::size_t i = rows.size(); i-- > 0;) {
            for (const KeyUse use : load.rows[rows[i]]) {
                if (use.key() != key) continue;
                if (result.first > result.second) result.second = i / rows_per_chunk;
                result.first = i / rows_per_chunk;
            }
        }
        return result;
    };
    std::set<KeyNo> exposed;
    for (std::size_t a = 0; a < batches.size(); ++a) {
        for (std::size_t b = a + 1; b < batches.size(); ++b) {
            if (!may_overlap(batches[a], batches[b])) continue;
            for (const KeyNo key : test::keys_of_batch(load, a, true)) {
                if (test::keys_of_batch(load, b, true).count(key) == 0) continue;
                const auto [first_a, last_a] = span(a, key);
                const auto [first_b, last_b] = span(b, key);
                if (first_a <= last_b && first_b <= last_a) exposed.insert(key);
            }
        }
    }
    return exposed.size();
}

TEST_CASE("exposure agrees with a look at all pairs") {
    const Random seeds{9};
    std::uint64_t not_exposed = 0;
    for (std::uint64_t i = 0; i < 10'000; ++i) {
        Random random = seeds.split(i);
        const SmallLoad load = test::small_load(random);
        const std::uint32_t rows_per_chunk = 1 + test::below(random, 2);
        const ChunkExposure found =
            measure_chunk_exposure(load.keys(), load.batching, KeyReading::all, rows_per_chunk);
        INFO("load " << i);
        REQUIRE(found.exposed_keys == count_exposed(load, rows_per_chunk));
        REQUIRE(found.conflicting_keys == test::check_all_pairs(load, true).nearest.size());
        not_exposed += found.conflicting_keys - found.exposed_keys;
    }
    CHECK(not_exposed > 500);
}

}  // namespace
}  // namespace rowlock
