#include "harness/replay/partition_feeds.hpp"

#include "tests/support/folder.hpp"

namespace rowlock {
namespace {

using std::chrono::seconds;
using test::Folder;

constexpr TimePoint k_start{Duration{1'000'000}};

/// Partitions of forty rows in batches of ten, a minute after one another.
PassSpec spec_of(std::size_t partitions) {
    PassSpec spec;
    spec.step.batch_rows = 10;
    spec.step.stagger = std::chrono::minutes{1};
    spec.step.poll_every = seconds{5};
    for (std::size_t i = 0; i < partitions; ++i) {
        auto rows = std::make_shared<std::vector<RowNumber>>(40);
        spec.partitions.emplace_back(std::move(rows), 0, 40);
    }
    return spec;
}

TEST_CASE("partitions begin one after the other, the one that could longest first") {
    const PassSpec spec = spec_of(2);
    PartitionFeeds feeds{spec, k_start, false};
    REQUIRE(feeds.size() == 2);
    CHECK(feeds.next_begin() == k_start);
    CHECK_FALSE(feeds.to_begin(k_start - seconds{1}));
    CHECK(feeds.to_begin(k_start + seconds{61}) == 0U);
    feeds[0].begin(k_start);
    // One upload at a time.
    CHECK(feeds.next_begin() == k_start + seconds{60});
    CHECK(feeds.to_begin(k_start + seconds{61}) == 1U);
    feeds[0].closed(k_start + seconds{2}, 7);
    CHECK(feeds.next_poll() == k_start + seconds{7});
    CHECK_FALSE(feeds.to_poll(k_start + seconds{6}));
    CHECK(feeds.to_poll(k_start + seconds{7}) == 0U);
}

TEST_CASE("what an earlier run began needs no pace") {
    const Folder folder;
    const JournalHeader header{"load", "plain", "http://127.0.0.1", 7};
    {
        const auto earlier = Journal::create(folder.path("j"), header);
        REQUIRE(earlier);
        (*earlier)->job_created({}, {1, 0}, "750A");
    }
    const auto journal = Journal::resume(folder.path("j"), header);
    REQUIRE(journal);
    PassSpec spec = spec_of(2);
    spec.journal = {journal->get(), {}};
    PartitionFeeds feeds{spec, k_start, false};
    CHECK(feeds.next_is_known(1));
    CHECK_FALSE(feeds.next_is_known(0));
    CHECK(feeds.to_begin(k_start - seconds{1}) == 1U);
    feeds[1].begin(k_start, false);
    CHECK_FALSE(feeds.next_is_known(1));
}

TEST_CASE("who waits for each answer sends one batch at a time unless told otherwise") {
    PassSpec spec = spec_of(1);
    spec.step.in_flight = GENERATE(0U, 2U);
    PartitionFeeds feeds{spec, k_start, true};
    feeds[0].begin(k_start);
    feeds[0].closed(k_start, 0);
    CHECK(feeds.to_begin(k_start).has_value() == (spec.step.in_flight == 2));
    CHECK(feeds.next_poll() == TimePoint::max());
}

}  // namespace
}  // namespace rowlock
