#include "harness/replay/expectations.hpp"

#include "tests/support/test.hpp"

namespace rowlock {
namespace {

RowTally tally_with(std::uint64_t created, std::uint64_t updated, std::uint64_t failed) {
    RowTally tally;
    tally.submitted = created + updated + failed;
    tally.created = created;
    tally.updated = updated;
    tally.failed = failed;
    return tally;
}

TEST_CASE("nothing expected, nothing checked") {
    const auto checked = check_expectations({}, tally_with(0, 0, 100), seconds(1e6));
    CHECK(checked.empty());
    CHECK(all_hold(checked));
}

TEST_CASE("each limit holds up to itself and not beyond") {
    Expectations expect;
    expect.created_at_least = 90;
    expect.failed_at_most = 10;
    expect.failed_percent_at_most = 10.0;
    expect.duration_at_most = seconds(60.0);
    const auto within = check_expectations(expect, tally_with(80, 10, 10), seconds(60.0));
    CHECK(within.size() == 4);
    CHECK(all_hold(within));
    const auto beyond = check_expectations(expect, tally_with(80, 9, 11), seconds(60.001));
    for (const CheckedExpectation& one : beyond) CHECK_FALSE(one.holds);
    CHECK(text_of(beyond[2]) == "expected failedPercentAtMost 10.00, got 11.00: does not hold");
}

}  // namespace
}  // namespace rowlock
