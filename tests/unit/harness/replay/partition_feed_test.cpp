#include "harness/replay/partition_feed.hpp"

#include "tests/support/test.hpp"

#include <vector>

namespace rowlock {
namespace {

LoadStep step_of(RowNumber batch_rows, double mean, double jitter, std::uint32_t in_flight) {
    LoadStep step;
    step.batch_rows = batch_rows;
    step.interval = {seconds(mean), jitter};
    step.in_flight = in_flight;
    return step;
}

TEST_CASE("jobs begin one interval apart, while none is being uploaded") {
    PartitionFeed feed{RowSequence{100, 5}, step_of(2, 4.0, 0.0, 0), Random{1}, k_org_epoch};
    CHECK(feed.next_begin() == k_org_epoch);
    const auto first = feed.begin(k_org_epoch);
    CHECK(first.first == 0);
    CHECK(first.count == 2);
    CHECK(feed.next_begin() == std::nullopt);
    feed.closed(k_org_epoch + seconds(1.0), 0);
    CHECK(feed.next_begin() == k_org_epoch + seconds(4.0));
    feed.begin(k_org_epoch + seconds(4.5));
    feed.given_up();
    CHECK(feed.next_begin() == k_org_epoch + seconds(8.5));
    const auto last = feed.begin(k_org_epoch + seconds(9.0));
    CHECK(last.first == 4);
    CHECK(last.count == 1);
    feed.closed(k_org_epoch + seconds(9.0), 2);
    CHECK(feed.exhausted());
    CHECK(feed.next_begin() == std::nullopt);
}

TEST_CASE("a full partition waits until a job has ended") {
    PartitionFeed feed{RowSequence{0, 10}, step_of(1, 0.0, 0.0, 2), Random{1}, k_org_epoch};
    for (JobNo job = 0; job < 2; ++job) {
        feed.begin(k_org_epoch);
        feed.closed(k_org_epoch, job);
    }
    CHECK(feed.next_begin() == std::nullopt);
    feed.ended(1);
    CHECK(feed.next_begin() == k_org_epoch);
}

TEST_CASE("the next job begins while one is committing, but not while two are") {
    PartitionFeed feed{RowSequence{0, 5}, step_of(1, 4.0, 0.0, 0), Random{1}, k_org_epoch};
    feed.begin(k_org_epoch);
    feed.committing(0);
    CHECK(feed.sending());
    // The interval holds all the same.
    CHECK(feed.next_begin() == k_org_epoch + seconds(4.0));
    CHECK(feed.next_poll() == std::nullopt);
    feed.begin(k_org_epoch + seconds(4.0));
    feed.committing(1);
    CHECK(feed.next_begin() == std::nullopt);
    // The younger one may be answered first.
    feed.closed(k_org_epoch + seconds(5.0), 1);
    CHECK(feed.next_begin() == k_org_epoch + seconds(8.0));
    CHECK(feed.running().front() == 1);
    feed.closed(k_org_epoch + seconds(6.0), 0);
    CHECK_FALSE(feed.sending());
    CHECK(feed.running().size() == 2);
}

TEST_CASE("a committing job counts as in flight") {
    PartitionFeed feed{RowSequence{0, 10}, step_of(1, 0.0, 0.0, 2), Random{1}, k_org_epoch};
    feed.begin(k_org_epoch);
    feed.closed(k_org_epoch, 0);
    feed.begin(k_org_epoch);
    feed.committing(1);
    CHECK(feed.next_begin() == std::nullopt);
    feed.ended(1);
    CHECK(feed.next_begin() == k_org_epoch);
}

TEST_CASE("with a plan, a job holds what the plan says and waits for whom it says") {
    const auto plan = std::make_shared<SendPlan>();
    plan->rows = std::make_shared<const std::vector<RowNumber>>(std::vector<RowNumber>{4, 2, 0});
    plan->batches.resize(2);
    plan->batches[0].count = 2;
    plan->batches[0].waited_for_by = {1};
    plan->batches[1].first = 2;
    plan->batches[1].count = 1;
    plan->batches[1].waits_for = 1;
    PartitionFeed feed{
        RowSequence{plan->rows, 0, 3}, step_of(1, 0.0, 0.0, 0), Random{1}, k_org_epoch, plan};
    const auto first = feed.begin(k_org_epoch);
    CHECK(first.count == 2);
    CHECK(feed.rows()[first.first] == 4);
    feed.committing(7);
    CHECK(feed.next_begin() == std::nullopt);
    feed.closed(k_org_epoch, 7);
    CHECK_FALSE(feed.exhausted());
    CHECK(feed.next_begin() == std::nullopt);
    feed.ended(7);
    CHECK(feed.next_begin() == k_org_epoch);
    CHECK(feed.begin(k_org_epoch).first == 2);
    CHECK(feed.exhausted());
    feed.given_up();
}

TEST_CASE("without a limit only the oldest job is asked for, until one has not ended") {
    PartitionFeed feed{RowSequence{0, 10}, step_of(1, 0.0, 0.0, 0), Random{1}, k_org_epoch};
    for (JobNo job = 0; job < 3; ++job) {
        feed.begin(k_org_epoch);
        feed.closed(k_org_epoch, job);
    }
    const TimePoint asked = k_org_epoch + seconds(5.0);
    REQUIRE(feed.next_poll() == asked);
    CHECK(feed.begin_poll() == 0);
    CHECK(feed.next_poll() == std::nullopt);
    feed.ended(0);
    CHECK(feed.next_in_poll(asked, true) == JobNo{1});
    CHECK(feed.next_in_poll(asked, false) == std::nullopt);
    CHECK(feed.next_poll() == asked + seconds(5.0));
}

TEST_CASE("with a limit every running job is asked for") {
    PartitionFeed feed{RowSequence{0, 10}, step_of(1, 0.0, 0.0, 3), Random{1}, k_org_epoch};
    for (JobNo job = 0; job < 3; ++job) {
        feed.begin(k_org_epoch);
        feed.closed(k_org_epoch, job);
    }
    CHECK(feed.begin_poll() == 0);
    CHECK(feed.next_in_poll(k_org_epoch, false) == JobNo{1});
    feed.ended(1);
    CHECK(feed.next_in_poll(k_org_epoch, true) == JobNo{2});
    CHECK(feed.next_in_poll(k_org_epoch, false) == std::nullopt);
}

TEST_CASE("intervals keep to their bounds, their mean and whole milliseconds") {
    PartitionFeed feed{RowSequence{0, 4000}, step_of(1, 4.05, 0.5, 0), Random{7}, k_org_epoch};
    TimePoint now = k_org_epoch;
    Duration sum{};
    for (JobNo job = 0; job < 3999; ++job) {
        feed.begin(now);
        feed.closed(now, job);
        const Duration interval = *feed.next_begin() - now;
        REQUIRE(interval >= seconds(2.025) - std::chrono::milliseconds{1});
        REQUIRE(interval <= seconds(6.075));
        REQUIRE(interval % std::chrono::milliseconds{1} == Duration{0});
        sum += interval;
        now += interval;
    }
    CHECK(to_seconds(sum) / 3999 == Approx(4.05).epsilon(0.02));
}

TEST_CASE("a job's interval depends on the seed and its number only") {
    const auto interval_after_late_begin = [](double late) {
        PartitionFeed feed{RowSequence{0, 10}, step_of(1, 4.0, 0.5, 0), Random{3}, k_org_epoch};
        const TimePoint now = k_org_epoch + seconds(late);
        feed.begin(now);
        feed.closed(now, 0);
        return *feed.next_begin() - now;
    };
    CHECK(interval_after_late_begin(0.0) == interval_after_late_begin(100.0));
}

TEST_CASE("whatever happens, the limit holds and every row begins once, in order") {
    rc::prop("lives of jobs", [](std::uint64_t seed, std::uint8_t limit_seed) {
        const std::uint32_t limit = limit_seed % 4U;
        PartitionFeed feed{RowSequence{0, 40}, step_of(3, 0.0, 0.0, limit), Random{1}, k_org_epoch};
        Random random{seed};
        JobNo next_job = 0;
        bool uploading = false;
        std::vector<JobNo> committing;
        RowNumber begun = 0;
        while (!feed.exhausted() || uploading || !committing.empty() || !feed.running().empty()) {
            const std::size_t in_flight = committing.size() + feed.running().size();
            const bool full = (limit > 0 && in_flight >= limit) || committing.size() >= 2;
            RC_ASSERT(feed.next_begin().has_value() == (!feed.exhausted() && !uploading && !full));
            const std::uint64_t choice = random.below(5);
            if (choice == 0 && feed.next_begin()) {
                const auto slice = feed.begin(k_org_epoch);
                RC_ASSERT(slice.first == begun);
                begun += slice.count;
                uploading = true;
            } else if (choice == 1 && uploading) {
                feed.committing(next_job);
                committing.push_back(next_job++);
                uploading = false;
            } else if (choice == 2 && uploading) {
                feed.given_up();
                ++next_job;
                uploading = false;
            } else if (choice == 3 && !committing.empty()) {
                const auto job = committing.begin() +
                                 static_cast<std::ptrdiff_t>(random.below(committing.size()));
                random.below(3) == 0 ? feed.ended(*job) : feed.closed(k_org_epoch, *job);
                committing.erase(job);
            } else if (choice == 4 && !feed.running().empty()) {
                feed.ended(feed.running()[random.below(feed.running().size())]);
            }
        }
        RC_ASSERT(begun == 40U);
    });
}

TEST_CASE("a poll distance of nothing does not mean asking without end") {
    LoadStep step = step_of(1, 0.0, 0.0, 0);
    step.poll_every = Duration{0};
    PartitionFeed feed{RowSequence{0, 1}, step, Random{1}, k_org_epoch};
    feed.begin(k_org_epoch);
    feed.closed(k_org_epoch, 0);
    CHECK(*feed.next_poll() > k_org_epoch);
}

}  // namespace
}  // namespace rowlock
