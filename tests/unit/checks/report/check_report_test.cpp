#include "checks/report/check_report.hpp"

#include "tests/support/test.hpp"

namespace rowlock {
namespace {

TEST_CASE("the verdict is the worst that is so") {
    CheckReport report;
    CHECK(report.verdict() == CheckVerdict::safe);
    report.unresolved = {{"Who", 1, ""}};
    CHECK(report.verdict() == CheckVerdict::incomplete);
    report.all.keys = 1;
    CHECK(report.verdict() == CheckVerdict::soft_conflicts);
    report.load.unreadable_rows = 1;
    CHECK(report.verdict() == CheckVerdict::unreadable);
    report.hard.keys = 1;
    CHECK(report.verdict() == CheckVerdict::unsafe);
    CHECK(name_of(report.verdict()) == "unsafe");
}

TEST_CASE("the skew histogram counts every parent and row once") {
    rc::prop("sums and ranges", [](const std::vector<std::uint16_t>& drawn) {
        const std::vector<std::uint64_t> rows(drawn.begin(), drawn.end());
        std::uint64_t parents = 0;
        std::uint64_t sum = 0;
        for (const std::uint64_t count : rows) {
            parents += count > 0 ? 1 : 0;
            sum += count;
        }
        std::uint64_t next = 1;
        for (const SkewPart::Bucket& bucket : skew_histogram(rows)) {
            RC_ASSERT(bucket.from == next);
            next = bucket.to + 1;
            parents -= bucket.parents;
            sum -= bucket.rows;
            RC_ASSERT(bucket.rows >= bucket.parents * bucket.from);
            RC_ASSERT(bucket.rows <= bucket.parents * bucket.to);
        }
        RC_ASSERT(parents == 0);
        RC_ASSERT(sum == 0);
    });
}

TEST_CASE("assumptions name what the load makes use of") {
    CheckedLoad load;
    CHECK(standing_assumptions(load).size() == 3);
    load.serial_batches = 1;
    load.feed_batches = 1;
    load.phases = 2;
    CHECK(standing_assumptions(load).size() == 6);
}

}  // namespace
}  // namespace rowlock
