#include "harness/schedule/stretch.hpp"

#include "tests/unit/harness/schedule/two_loads.hpp"

namespace rowlock {
namespace {

using std::chrono::hours;
using std::chrono::minutes;
using test::TwoLoads;

PacedLoad pace(TwoLoads& two, std::optional<DurationRange> expected) {
    two.loads[0].expected = expected;
    const auto config = config_of(two.loads);
    REQUIRE(config);
    const auto org = SharedOrg::create(two.loads, *config, {"typical", 1});
    REQUIRE(org);
    auto paced = pace_load(*org, two.loads, 0, {});
    if (!paced) FAIL(paced.error().message);
    return std::move(*paced);
}

TEST_CASE("nobody expects anything: the load goes as it is") {
    TwoLoads two{true, "02:00"};
    const PacedLoad paced = pace(two, std::nullopt);
    CHECK_FALSE(paced.stretched);
    CHECK(paced.solo.run == paced.unstretched);
    CHECK(paced.load.step().interval.mean == Duration{});
}

TEST_CASE("a load takes the time that is expected, and loses none of its rows") {
    TwoLoads two{true, "02:00"};
    const Duration natural = pace(two, std::nullopt).unstretched.duration;
    rc::prop("from a little more than it takes to days", [&] {
        const Duration wanted = natural * *rc::gen::inRange(110, 90'000) / 100;
        const PacedLoad paced = pace(two, DurationRange{natural, wanted});
        RC_ASSERT(paced.stretched);
        RC_ASSERT(paced.unstretched.duration == natural);
        RC_ASSERT(paced.solo.run.duration >= wanted - wanted / 50);
        RC_ASSERT(paced.solo.run.duration <= wanted + wanted / 50);
        RC_ASSERT(paced.solo.run.rows == 2000U);
        RC_ASSERT(paced.solo.run.succeeded == 2000U);
    });
}

TEST_CASE("large batches are cut to be spread, down to a transaction") {
    TwoLoads two{true, "02:00"};
    two.loads[0].load.strategies[0].load.batch_rows = 10'000;
    const PacedLoad slow = pace(two, DurationRange{hours{1}, hours{3}});
    CHECK(slow.stretched);
    CHECK(slow.load.step().batch_rows == 200);
    // Nothing can be cut from a single transaction.
    two.loads[0].load.strategies[0].load.rows = 150;
    const PacedLoad single = pace(two, DurationRange{hours{1}, hours{3}});
    CHECK_FALSE(single.stretched);
    CHECK(single.solo.run == single.unstretched);
}

TEST_CASE("a load that takes longer than expected goes as it is") {
    TwoLoads two{true, "02:00"};
    const PacedLoad paced = pace(two, DurationRange{seconds(1), seconds(2)});
    CHECK_FALSE(paced.stretched);
    CHECK(paced.solo.run.duration > seconds(2));
}

TEST_CASE("a load's own distance of batches is never shortened") {
    const TwoLoads two{true, "02:00"};
    ScheduledLoad load = two.loads[0];
    load.load.strategies[0].load.interval.mean = minutes{5};
    CHECK(spread_out(load, 100, minutes{1}).step().interval.mean == minutes{5});
    CHECK(spread_out(load, 100, minutes{7}).step().interval.mean == minutes{7});
    CHECK(spread_out(load, 100, minutes{7}).step().batch_rows == 100);
}

}  // namespace
}  // namespace rowlock
