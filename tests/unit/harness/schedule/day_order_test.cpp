#include "harness/schedule/day_order.hpp"

#include "tests/support/test.hpp"

namespace rowlock {
namespace {

using std::chrono::hours;
using std::chrono::minutes;

/// Loads in the order given, each with its start.
std::vector<ScheduledLoad> given(const std::vector<Duration>& starts) {
    std::vector<ScheduledLoad> loads;
    for (const Duration start : starts) {
        ScheduledLoad load;
        load.name = "x.json@" + time_of_day(start);
        load.start = start;
        load.place = loads.size();
        loads.push_back(std::move(load));
    }
    return loads;
}

TEST_CASE("who comes behind a load that runs past midnight comes the next day") {
    const auto loads = given({hours{23}, hours{1}});
    const std::vector<Duration> late{minutes{61}, minutes{1}};
    const auto turned = find_turned_orders(loads, late);
    REQUIRE(turned.size() == 1);
    CHECK(turned[0].before == 0);
    CHECK(turned[0].behind == 1);
    CHECK(turned[0].moved_to == hours{25});
    const std::vector<Duration> done{minutes{60}, minutes{1}};
    CHECK_FALSE(find_turned_orders(loads, done).at(0).moved_to);
}

TEST_CASE("the order given counts, not that of the starts") {
    auto loads = given({hours{23}, hours{1}});
    sort_by_start(loads);
    CHECK(loads[0].start == hours{1});
    const std::vector<Duration> lasts{minutes{1}, hours{2}};
    const auto turned = find_turned_orders(loads, lasts);
    REQUIRE(turned.size() == 1);
    CHECK(turned[0].before == 1);
    CHECK(turned[0].behind == 0);
    CHECK(turned[0].moved_to == hours{25});
}

TEST_CASE("who comes behind a load of the next day is of that day, too") {
    const auto loads = given({hours{23}, hours{1}, hours{2}, hours{1}});
    const std::vector<Duration> lasts(4, hours{3});
    const auto turned = find_turned_orders(loads, lasts);
    REQUIRE(turned.size() == 3);
    CHECK(turned[0].moved_to == hours{25});
    CHECK(turned[1].moved_to == hours{26});
    // It is over by the next midnight.
    CHECK_FALSE(turned[2].moved_to);
}

TEST_CASE("a day that is named stays") {
    const std::vector<Duration> lasts(2, hours{9});
    CHECK(find_turned_orders(given({hours{23}, hours{25}}), lasts).empty());
    const auto turned = find_turned_orders(given({hours{30}, hours{25}}), lasts);
    REQUIRE(turned.size() == 1);
    CHECK_FALSE(turned[0].moved_to);
}

TEST_CASE("loads in the order of their starts are not touched") {
    rc::prop("however long they take", [] {
        auto starts = *rc::gen::container<std::vector<int>>(rc::gen::inRange(0, 2 * 24 * 60));
        std::sort(starts.begin(), starts.end());
        std::vector<Duration> times;
        std::vector<Duration> lasts;
        for (const int start : starts) {
            times.emplace_back(minutes{start});
            lasts.emplace_back(minutes{*rc::gen::inRange(0, 3000)});
        }
        RC_ASSERT(find_turned_orders(given(times), lasts).empty());
    });
}

TEST_CASE("a load that is moved says where it came from") {
    auto loads = given({hours{1}});
    move_to(loads[0], hours{25});
    CHECK(loads[0].start == hours{25});
    CHECK(loads[0].moved_from == hours{1});
    CHECK(loads[0].name == "x.json@25:00");
}

}  // namespace
}  // namespace rowlock
