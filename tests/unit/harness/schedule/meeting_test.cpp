#include "harness/schedule/meeting.hpp"

#include "tests/support/test.hpp"

#include <algorithm>

namespace rowlock {
namespace {

using std::chrono::hours;
using std::chrono::minutes;

/// Within a day, sorted by start; some take several days.
std::vector<TimedLoad> any_loads(std::size_t most) {
    std::vector<TimedLoad> loads(*rc::gen::inRange<std::size_t>(2, most));
    for (TimedLoad& load : loads) {
        load.start = minutes{*rc::gen::inRange(0, 24 * 60)};
        const int longest = *rc::gen::element(2, 90, 20 * 60, 60 * 60);
        load.lasts.shortest = minutes{*rc::gen::inRange(0, longest)};
        load.lasts.longest = load.lasts.shortest + minutes{*rc::gen::inRange(0, longest)};
    }
    std::sort(loads.begin(), loads.end(), [](const TimedLoad& a, const TimedLoad& b) {
        return a.start < b.start;
    });
    return loads;
}

/// Whether in some minute of some day one of them begins while the other runs.
bool seen_together(const TimedLoad& a, Duration a_lasts, const TimedLoad& b, Duration b_lasts) {
    constexpr int k_days = 8;
    std::vector<bool> runs_a(k_days * 24 * 60);
    std::vector<bool> runs_b = runs_a;
    const auto run = [&](std::vector<bool>& runs, Duration start, Duration lasts) {
        const auto end = std::min<std::int64_t>((start + lasts) / minutes{1}, k_days * 24 * 60);
        for (auto minute = start / minutes{1}; minute < end; ++minute)
            runs[static_cast<std::size_t>(minute)] = true;
    };
    for (int day = 0; day < k_days; ++day) {
        run(runs_a, a.start + k_day * day, a_lasts);
        run(runs_b, b.start + k_day * day, b_lasts);
    }
    for (int day = 0; day < k_days; ++day) {
        const auto minute = [&](const TimedLoad& load) {
            return static_cast<std::size_t>((load.start + k_day * day) / minutes{1});
        };
        if (runs_a[minute(b)] || runs_b[minute(a)]) return true;
    }
    return false;
}

Overlap seen_overlap(const TimedLoad& a, const TimedLoad& b) {
    if (seen_together(a, a.lasts.shortest, b, b.lasts.shortest)) return Overlap::certain;
    const bool possible = seen_together(a, a.lasts.longest, b, b.lasts.longest);
    return possible ? Overlap::possible : Overlap::no;
}

TEST_CASE("whether loads overlap depends on how long the earlier one takes") {
    const DurationRange lasts{minutes{30}, minutes{60}};
    CHECK(overlap_of(minutes{0}, lasts, minutes{0}) == Overlap::certain);
    CHECK(overlap_of(minutes{5}, lasts, minutes{34}) == Overlap::certain);
    CHECK(overlap_of(minutes{5}, lasts, minutes{35}) == Overlap::possible);
    CHECK(overlap_of(minutes{5}, lasts, minutes{64}) == Overlap::possible);
    CHECK(overlap_of(minutes{5}, lasts, minutes{65}) == Overlap::no);
}

TEST_CASE("daily loads overlap as minute by minute, for all pairs and any durations") {
    rc::prop("however they begin and last", [] {
        const auto loads = any_loads(5);
        for (std::size_t one = 0; one < loads.size(); ++one) {
            for (std::size_t other = one + 1; other < loads.size(); ++other) {
                const Meeting meeting = meeting_of(loads, one, other, true);
                RC_ASSERT(meeting.overlap == seen_overlap(loads[one], loads[other]));
                const TimedLoad& first = loads[meeting.first];
                const TimedLoad& second = loads[meeting.second];
                RC_ASSERT((first.start + meeting.distance - second.start) % k_day == Duration{});
                RC_ASSERT(overlap_of(Duration{}, first.lasts, meeting.distance) == meeting.overlap);
            }
        }
    });
}

TEST_CASE("loads of certain days overlap on these only") {
    const std::vector<TimedLoad> loads{
        {hours{2}, {hours{1}, hours{1}}},
        {hours{23}, {hours{2}, hours{9}}},
        {hours{26}, {hours{1}, hours{1}}}};
    CHECK(meeting_of(loads, 0, 1, false).overlap == Overlap::no);
    CHECK(meeting_of(loads, 0, 2, false).overlap == Overlap::no);
    CHECK(meeting_of(loads, 1, 2, false).overlap == Overlap::possible);
    CHECK(meeting_of(loads, 1, 2, false).distance == hours{3});
    // As times of day, the first is met by the second of the day before.
    const Meeting daily = meeting_of(std::span{loads}.first(2), 0, 1, true);
    CHECK(daily.overlap == Overlap::possible);
    CHECK(daily.first == 1);
    CHECK(daily.distance == hours{3});
    CHECK(daily.over_midnight);
}

TEST_CASE("the day begins where it cuts the fewest overlaps") {
    rc::prop("no other beginning shows more of them", [] {
        const auto loads = any_loads(6);
        const auto cut_by = [&](std::size_t first) {
            auto turned = loads;
            for (std::size_t i = 0; i < first; ++i) turned[i].start += k_day;
            std::rotate(
                turned.begin(), turned.begin() + static_cast<std::ptrdiff_t>(first), turned.end()
            );
            std::size_t cut = 0;
            for (std::size_t one = 0; one < turned.size(); ++one) {
                for (std::size_t other = one + 1; other < turned.size(); ++other)
                    cut += std::size_t{meeting_of(turned, one, other, true).over_midnight};
            }
            return cut;
        };
        const std::size_t chosen = first_of_day(loads);
        for (std::size_t first = 0; first < loads.size(); ++first) {
            if (first > 0 && loads[first].start == loads[first - 1].start) continue;
            RC_ASSERT(cut_by(chosen) <= cut_by(first));
        }
    });
}

TEST_CASE("a night stays in one piece, and loads of one time on one day") {
    const DurationRange hour{hours{1}, hours{1}};
    const std::vector<TimedLoad> night{
        {minutes{10}, hour},
        {minutes{10}, hour},
        {hours{12}, hour},
        {hours{24} - minutes{1}, hour}};
    CHECK(first_of_day(night) == 2);
    CHECK(first_of_day(std::span{night}.first(3)) == 0);
    CHECK(first_of_day({}) == 0);
}

}  // namespace
}  // namespace rowlock
