#include "mockorg/server/paced_clock.hpp"

#include "tests/support/test.hpp"

namespace rowlock {
namespace {

using std::chrono::microseconds;

const PacedClock::WallTime k_wall{std::chrono::hours{5}};

TEST_CASE("the org's time follows the wall clock at its speed") {
    const PacedClock clock{k_org_epoch, k_wall, 60.0};
    CHECK(clock.at(k_wall) == k_org_epoch);
    CHECK(clock.at(k_wall + std::chrono::seconds{2}) == k_org_epoch + seconds(120.0));
    CHECK(clock.at(k_wall - std::chrono::seconds{2}) == k_org_epoch);
}

TEST_CASE("it can be set and goes on from there") {
    PacedClock clock{k_org_epoch, k_wall, 2.0};
    clock.set(k_org_epoch + seconds(1000.0), k_wall + std::chrono::seconds{1});
    CHECK(clock.at(k_wall + std::chrono::seconds{3}) == k_org_epoch + seconds(1004.0));
}

TEST_CASE("a timer set for a moment fires when the org has reached it, and hardly later") {
    rc::prop("at(when(t)) >= t", [] {
        const auto speed =
            static_cast<double>(*rc::gen::inRange<std::int64_t>(1, 1'000'000'000)) / 1000.0;
        const auto step = *rc::gen::inRange<std::int64_t>(0, 400LL * 86'400 * 1'000'000);
        const PacedClock clock{k_org_epoch, k_wall, speed};
        const TimePoint goal = k_org_epoch + Duration{step};
        const auto wall = clock.when(goal);
        RC_ASSERT(clock.at(wall) >= goal);
        if (wall - k_wall > microseconds{2}) RC_ASSERT(clock.at(wall - microseconds{2}) <= goal);
    });
    const PacedClock slow{k_org_epoch, k_wall, 1e-3};
    CHECK(slow.when(k_org_epoch + seconds(1e9)) > k_wall + std::chrono::hours{24 * 365 * 90});
    CHECK(slow.when(k_org_epoch - seconds(5.0)) <= k_wall + microseconds{2});
}

}  // namespace
}  // namespace rowlock
