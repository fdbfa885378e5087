#include "checks/model/job_pieces.hpp"

#include "tests/support/test.hpp"

namespace rowlock {
namespace {

PlannedBatch job_of_rows(std::uint32_t rows, BatchLane lane = BatchLane::parallel) {
    PlannedBatch job;
    job.rows = rows;
    job.lane = lane;
    return job;
}

TEST_CASE("a job is cut every 10,000 rows") {
    Batching batching;
    batching.batches = {job_of_rows(5), job_of_rows(25'000), job_of_rows(10'000)};
    batching.batches[1].first = 5;
    batching.batches[2].first = 25'005;
    const std::vector<PlannedBatch> jobs = batching.batches;
    cut_jobs(batching);
    REQUIRE(batching.batches.size() == 5);
    CHECK(batching.batches[1].first == 5);
    CHECK(batching.batches[2].first == 10'005);
    CHECK(batching.batches[3].first == 20'005);
    CHECK(batching.batches[3].rows == 5'000);
    CHECK(batching.batches[4].first == 25'005);
    CHECK(batching.job_of_batch == std::vector<std::uint32_t>{0, 1, 1, 1, 2});
    CHECK(jobs_of(batching) == jobs);
}

TEST_CASE("jobs of at most 10,000 rows stay as they are") {
    Batching batching;
    batching.batches = {job_of_rows(10'000), job_of_rows(0)};
    cut_jobs(batching);
    CHECK(batching.batches.size() == 2);
    CHECK(batching.job_of_batch.empty());
    CHECK(job_of(batching, 1) == 1);
    CHECK(jobs_of(batching) == batching.batches);
}

/// Feeds and parallel jobs of one phase, some held apart.
Batching drawn_jobs() {
    Batching batching;
    const auto count = *rc::gen::inRange<std::uint32_t>(1, 6);
    batching.held_apart.resize(count);
    for (std::uint32_t i = 0; i < count; ++i) {
        const bool feed = *rc::gen::arbitrary<bool>();
        const auto rows = *rc::gen::element<std::uint32_t>(1, 10'000, 10'001, 30'000);
        batching.batches.push_back(job_of_rows(rows, feed ? BatchLane::feed : BatchLane::parallel));
        batching.batches[i].first =
            i == 0 ? 0 : batching.batches[i - 1].first + batching.batches[i - 1].rows;
        for (std::uint32_t other = 0; other < i; ++other) {
            if (!*rc::gen::arbitrary<bool>()) continue;
            batching.held_apart[i].push_back({other, 1});
            batching.held_apart[other].push_back({i, 1});
        }
    }
    // What holds one job at a time names all, itself among them.
    if (*rc::gen::arbitrary<bool>()) batching.held_apart[0] = {{0, count}};
    return batching;
}

TEST_CASE("pieces meet as their jobs do, and those of one job always") {
    rc::prop("", [] {
        const Batching jobs = drawn_jobs();
        Batching pieces = jobs;
        cut_jobs(pieces);
        RC_ASSERT(jobs_of(pieces) == jobs.batches);
        const auto count = static_cast<std::uint32_t>(pieces.batches.size());
        for (std::uint32_t a = 0; a < count; ++a) {
            RC_ASSERT(pieces.batches[a].rows <= k_job_piece_rows);
            for (std::uint32_t b = 0; b < count; ++b) {
                const std::uint32_t one = job_of(pieces, a);
                const std::uint32_t other = job_of(pieces, b);
                if (a == b) continue;
                RC_ASSERT(
                    may_overlap(pieces, a, b) == (one == other || may_overlap(jobs, one, other))
                );
            }
        }
    });
}

}  // namespace
}  // namespace rowlock
