#include "checks/forecast/batch_queue.hpp"

#include "tests/support/test.hpp"
#include "tests/unit/checks/forecast/small_loads.hpp"

namespace rowlock {
namespace {

using test::SmallLoad;

ChunkSample whole(const SmallLoad& load) {
    return cut_chunks(load.rows, load.batching, 0, load.batching.batches.size(), {200, false});
}

BatchQueue with_all_batches(const ChunkSample& sample) {
    BatchQueue queue{sample};
    for (std::uint32_t batch = 0; batch < sample.batches.size(); ++batch) queue.arrive(batch);
    return queue;
}

TEST_CASE("a batch that has not arrived is not there, and keeps its phase open") {
    SmallLoad load;
    load.add_batch({{0}});
    load.add_batch({{1}}).phase = 1;
    const ChunkSample sample = whole(load);
    BatchQueue queue{sample};
    queue.arrive(1);
    CHECK(queue.take(false) == std::nullopt);
    queue.arrive(0);
    CHECK(queue.take(false) == 0);
    queue.finish(0);
    CHECK(queue.take(false) == 1);
}

TEST_CASE("serial batches wait for the serial worker, the others for the rest") {
    SmallLoad load;
    load.add_batch({{0}});
    load.add_batch({{0}}).lane = BatchLane::serial;
    const ChunkSample sample = whole(load);
    BatchQueue queue = with_all_batches(sample);
    CHECK(queue.take(true) == 1);
    CHECK(queue.take(true) == std::nullopt);
    CHECK(queue.take(false) == 0);
}

TEST_CASE("a phase opens when the one before is done, load by load") {
    SmallLoad load;
    load.add_batch({{0}});
    load.add_batch({{1}}).phase = 1;
    load.add_batch({{2}}).phase = 1;
    load.batching.batches[2].load = 1;
    const ChunkSample sample = whole(load);
    BatchQueue queue = with_all_batches(sample);
    CHECK(queue.take(false) == 0);
    CHECK(queue.take(false) == 2);
    CHECK(queue.take(false) == std::nullopt);
    queue.suspend(0);
    CHECK(queue.take(false) == std::nullopt);
    queue.finish(0);
    CHECK(queue.take(false) == 1);
}

TEST_CASE("a feed holds back what shares a key with a running batch of its group") {
    SmallLoad load;
    for (const KeyNo key : {0u, 0u, 1u, 0u}) load.add_batch({{key}}).lane = BatchLane::feed;
    load.add_batch({{1}});
    load.batching.batches[3].feed_group = 1;
    const ChunkSample sample = whole(load);
    BatchQueue queue = with_all_batches(sample);
    CHECK(queue.take(false) == 0);
    CHECK(queue.take(false) == 2);
    CHECK(queue.take(false) == 3);
    CHECK(queue.take(false) == 4);
    CHECK(queue.take(false) == std::nullopt);
    queue.finish(0);
    CHECK(queue.take(false) == 1);
}

TEST_CASE("a feed that goes by a list holds back what that says, whatever the keys") {
    SmallLoad load;
    for (const KeyNo key : {0u, 0u, 1u, 0u}) load.add_batch({{key}}).lane = BatchLane::feed;
    load.batching.held_apart = {{{2, 1}}, {}, {{0, 1}}};
    const ChunkSample sample = whole(load);
    CHECK(sample.batches[0].plan.lane == BatchLane::feed);
    CHECK(sample.batches[1].plan.lane == BatchLane::parallel);
    BatchQueue queue = with_all_batches(sample);
    CHECK(queue.take(false) == 0);
    CHECK(queue.take(false) == 1);
    CHECK(queue.take(false) == 3);
    CHECK(queue.take(false) == std::nullopt);
    queue.suspend(0);
    CHECK(queue.take(false) == 2);
}

TEST_CASE("a suspended batch frees its keys and comes back at the end") {
    SmallLoad load;
    for (int i = 0; i < 2; ++i) load.add_batch({{0}}).lane = BatchLane::feed;
    const ChunkSample sample = whole(load);
    BatchQueue queue = with_all_batches(sample);
    CHECK(queue.take(false) == 0);
    queue.suspend(0);
    queue.put_back(0);
    CHECK(queue.take(false) == 1);
    CHECK(queue.take(false) == std::nullopt);
    queue.finish(1);
    CHECK(queue.take(false) == 0);
}

}  // namespace
}  // namespace rowlock
