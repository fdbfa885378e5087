#include "checks/forecast/chunk_sample.hpp"

#include "tests/support/test.hpp"
#include "tests/unit/checks/forecast/small_loads.hpp"

#include <map>
#include <set>

namespace rowlock {
namespace {

using test::random_load;
using test::SmallLoad;

TEST_CASE("a batch is cut every chunk_rows rows, the last chunk shorter") {
    SmallLoad load;
    load.add_batch({{0}, {1}, {2}, {3}, {4}});
    load.add_batch({{0}, {1}});
    const ChunkSample sample = cut_chunks(load.rows, load.batching, 0, 2, {2, false});
    REQUIRE(sample.chunks.size() == 4);
    CHECK(sample.chunks[2].rows == 1);
    CHECK(sample.batches[1].first_chunk == 3);
}

TEST_CASE("keys of one batch only are left out") {
    SmallLoad load;
    load.add_batch({{0, 7}, {1}});
    load.add_batch({{0}, {8}});
    const ChunkSample sample = cut_chunks(load.rows, load.batching, 0, 2, {200, false});
    CHECK(sample.chunks[0].key_count == 1);
    CHECK(sample.chunks[1].key_count == 1);
    CHECK(cut_chunks(load.rows, load.batching, 0, 1, {200, false}).keys.empty());
}

TEST_CASE("soft keys count on request") {
    RowKeys rows;
    for (int i = 0; i < 2; ++i) {
        rows.add({0, true});
        rows.end_row();
    }
    const Batching batching{{0, 1}, {{0, 1}, {1, 1}}, {}, {}};
    CHECK(cut_chunks(rows, batching, 0, 2, {200, false}).keys.empty());
    CHECK(cut_chunks(rows, batching, 0, 2, {200, true}).keys.size() == 2);
}

/// Every pair of chunks of different batches, key by key.
double slow_shared_keys(const ChunkSample& sample) {
    std::uint64_t shared = 0;
    std::uint64_t pairs = 0;
    for (std::size_t a = 0; a < sample.batches.size(); ++a) {
        for (std::size_t b = 0; b < sample.batches.size(); ++b) {
            if (a == b) continue;
            for (std::uint32_t i = 0; i < sample.batches[a].chunk_count; ++i) {
                const auto left = sample.keys_of(sample.chunks[sample.batches[a].first_chunk + i]);
                const std::set<LockKey> keys(left.begin(), left.end());
                for (std::uint32_t j = 0; j < sample.batches[b].chunk_count; ++j) {
                    ++pairs;
                    const std::uint32_t other = sample.batches[b].first_chunk + j;
                    for (const LockKey key : sample.keys_of(sample.chunks[other])) {
                        shared += keys.count(key);
                    }
                }
            }
        }
    }
    return pairs == 0 ? 0.0 : static_cast<double>(shared) / static_cast<double>(pairs);
}

TEST_CASE("the overlap is the mean over all pairs of chunks") {
    rc::prop("same as counting pairs, for batches of equal length", [] {
        const auto seed = *rc::gen::inRange<std::uint64_t>(0, 1'000'000);
        const auto batches = *rc::gen::inRange<std::uint32_t>(1, 6);
        const auto rows = *rc::gen::inRange<std::uint32_t>(1, 9);
        const SmallLoad load = random_load(batches, rows, 12, seed);
        const ChunkSample sample = cut_chunks(load.rows, load.batching, 0, batches, {3, false});
        RC_ASSERT(
            measure_overlap(sample).shared_keys == Approx(slow_shared_keys(sample)).margin(1e-9)
        );
    });
}

TEST_CASE("random rows share what the textbook says") {
    const SmallLoad load = random_load(100, 200, 200'000, 3);
    const ChunkSample sample = cut_chunks(load.rows, load.batching, 0, 100, {200, false});
    const ChunkOverlap overlap = measure_overlap(sample);
    CHECK(overlap.shared_keys == Approx(200.0 * 200.0 / 200'000.0).epsilon(0.1));
    CHECK(overlap.unevenness < 0.5);
}

}  // namespace
}  // namespace rowlock
