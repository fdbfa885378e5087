#include "harness/replay/feed_place.hpp"

#include "tests/support/test.hpp"

namespace rowlock {
namespace {

/// Ten rows in jobs of four, at most two in flight.
struct FeedPlaceFixture {
    FeedPlaceFixture() : feed(RowSequence{0, 10}, step(), Random{1}, k_org_epoch) {}

    static LoadStep step() {
        LoadStep step;
        step.batch_rows = 4;
        step.in_flight = 2;
        return step;
    }

    FeedPlace begin(JobNo job) { return {feed, job, feed.begin(now).count}; }

    bool may_begin() const { return feed.next_begin().has_value(); }

    TimePoint now = k_org_epoch;
    PartitionFeed feed;
};

TEST_CASE("a job without rows stands nowhere") {
    FeedPlace place;
    place.keep(0);
    place.commit(k_org_epoch, false);
    CHECK_FALSE(place.follow(k_org_epoch, BatchPhase::running));
    place.leave();
}

TEST_CASE("what does not fit is left to the next job, once") {
    FeedPlaceFixture f;
    FeedPlace place = f.begin(0);
    place.keep(3);
    place.keep(3);
    place.commit(f.now, false);
    CHECK(f.feed.next().first == 3);
}

TEST_CASE("a job that commits lets the next one begin, and is closed by the answer") {
    FeedPlaceFixture f;
    FeedPlace first = f.begin(0);
    CHECK_FALSE(f.may_begin());
    first.commit(f.now, false);
    first.commit(f.now, false);
    CHECK(f.may_begin());
    CHECK(f.feed.next_poll() == std::nullopt);
    FeedPlace second = f.begin(1);
    CHECK_FALSE(f.may_begin());
    CHECK(first.follow(f.now, BatchPhase::running));
    CHECK(f.feed.running().front() == 0);
    CHECK_FALSE(first.follow(f.now, BatchPhase::running));
    CHECK(second.follow(f.now, BatchPhase::running));
    CHECK_FALSE(f.may_begin());
    CHECK_FALSE(first.follow(f.now, BatchPhase::reading));
    CHECK(f.may_begin());
    first.leave();
    CHECK(f.feed.running().size() == 1);
}

TEST_CASE("a job whose last answer is its outcome runs from the request on") {
    FeedPlaceFixture f;
    FeedPlace place = f.begin(0);
    place.commit(f.now, true);
    CHECK(f.feed.running().size() == 1);
    CHECK_FALSE(place.follow(f.now, BatchPhase::settled));
    CHECK(f.feed.running().empty());
}

TEST_CASE("a job that comes to nothing makes room, wherever it stood") {
    FeedPlaceFixture f;
    FeedPlace uploading = f.begin(0);
    CHECK_FALSE(uploading.follow(f.now, BatchPhase::withdrawn));
    CHECK_FALSE(f.feed.sending());
    FeedPlace committing = f.begin(1);
    committing.commit(f.now, false);
    CHECK(f.feed.sending());
    CHECK_FALSE(committing.follow(f.now, BatchPhase::withdrawn));
    CHECK_FALSE(f.feed.sending());
    CHECK(f.feed.running().empty());
    CHECK(f.may_begin());
}

TEST_CASE("a job that an earlier run sent may have ended already") {
    FeedPlaceFixture f;
    FeedPlace place = f.begin(0);
    CHECK_FALSE(place.follow(f.now, BatchPhase::reading));
    CHECK_FALSE(f.feed.sending());
    CHECK(f.feed.running().empty());
}

}  // namespace
}  // namespace rowlock
