#include "harness/schedule/lock_times.hpp"

#include "tests/support/test.hpp"

#include <set>

namespace rowlock {
namespace {

RecordId record(unsigned number) {
    return RecordId::make({'0', '0', '1'}, {'x', 'y', 'z'}, number);
}

/// Records held from one second to the next.
using Seconds = std::vector<std::set<unsigned>>;

/// Of these records, the first three were there before.
LockTimes times_of(const Seconds& held, Duration precision) {
    LockTimes times{{record(0), record(1), record(2)}};
    Duration now{};
    for (const std::set<unsigned>& records : held) {
        std::vector<HeldLock> locks;
        for (const unsigned number : records) {
            HeldLock lock{};
            lock.record = record(number);
            locks.push_back(lock);
        }
        times.note(now, locks);
        now += seconds(1);
    }
    times.finish(now, precision);
    return times;
}

/// Second by second: how far apart in time two loads need a record, at least.
Duration least_distance(const Seconds& first, const Seconds& second, int later) {
    Duration least = Duration::max();
    for (std::size_t i = 0; i < first.size(); ++i) {
        for (std::size_t j = 0; j < second.size(); ++j) {
            const auto both = [&](unsigned number) {
                return number < 3 && second[j].contains(number);
            };
            if (std::none_of(first[i].begin(), first[i].end(), both)) continue;
            const int apart = std::abs(static_cast<int>(j) + later - static_cast<int>(i));
            least = std::min(least, seconds(std::max(apart - 1, 0)));
        }
    }
    return least;
}

rc::Gen<Seconds> any_seconds() {
    auto records = rc::gen::map(
        rc::gen::container<std::vector<unsigned>>(rc::gen::inRange(0U, 5U)),
        [](const std::vector<unsigned>& some) {
            // Mostly few: who holds everything keeps clear of nobody.
            const auto few = static_cast<std::ptrdiff_t>(some.size() % 3);
            return std::set<unsigned>{some.begin(), some.begin() + few};
        }
    );
    return rc::gen::container<Seconds>(std::move(records));
}

TEST_CASE("two loads keep clear of each other if they need nothing in common for a while") {
    rc::prop("as second by second", [] {
        const Seconds first = *any_seconds();
        const Seconds second = *any_seconds();
        const int later = *rc::gen::inRange(0, 30);
        const int margin = *rc::gen::inRange(1, 12);
        const LockTimes a = times_of(first, Duration{1});
        const LockTimes b = times_of(second, Duration{1});
        const bool expected = least_distance(first, second, later) >= seconds(margin);
        RC_ASSERT(a.keeps_clear_of(b, seconds(later), seconds(margin)) == expected);
    });
    rc::prop("times that become one never make it look better", [] {
        const Seconds first = *any_seconds();
        const Seconds second = *any_seconds();
        const int later = *rc::gen::inRange(0, 30);
        const LockTimes a = times_of(first, seconds(5));
        const LockTimes b = times_of(second, seconds(5));
        if (a.keeps_clear_of(b, seconds(later), seconds(5)))
            RC_ASSERT(least_distance(first, second, later) >= seconds(5));
    });
}

TEST_CASE("records that were not there before do not count") {
    const LockTimes first = times_of({{0, 3}, {1, 4}}, seconds(1));
    const LockTimes second = times_of({{1, 2, 3, 4}}, seconds(1));
    CHECK(first.shared_with(second) == 1);
    CHECK(second.shared_with(first) == 1);
    CHECK(first.shared_with(LockTimes{}) == 0);
    CHECK(times_of({{3}}, seconds(1)).keeps_clear_of(times_of({{3}}, seconds(1)), {}, seconds(1)));
}

}  // namespace
}  // namespace rowlock
