#include "harness/schedule/schedule_check.hpp"

#include "mockorg/codec/json.hpp"
#include "tests/support/json_schema.hpp"
#include "tests/unit/harness/schedule/two_loads.hpp"

#include <nlohmann/json.hpp>

namespace rowlock {
namespace {

using std::chrono::minutes;
using test::TwoLoads;

ScheduleReport check(const std::vector<ScheduledLoad>& loads, unsigned threads = 2) {
    ScheduleOptions options;
    options.profiles = {"typical", "lean", "heavy"};
    options.threads = threads;
    auto report = check_schedule(loads, options);
    if (!report) FAIL(report.error().message);
    return std::move(*report);
}

TEST_CASE("loads that overlap and lock the same records contend, and a gap is named") {
    const TwoLoads two{true, "02:00"};
    const ScheduleReport report = check(two.loads);
    CHECK(report.contend());
    const PairReport& pair = report.pairs.front();
    CHECK(pair.meeting.overlap == Overlap::certain);
    CHECK(pair.locks.certain == 4);
    REQUIRE(pair.gaps.size() == 6);
    for (const RunGap& gap : pair.gaps) {
        CHECK(gap.clean_from <= report.loads[0].lasts.longest);
        CHECK(gap.lost_at.value_or(Duration{}) <= gap.clean_from);
    }
    REQUIRE(report.together.size() == 6);
    // Both begin at once: where that costs rows, it is no distance to recommend.
    for (std::size_t i = 0; i < report.together.size(); ++i) {
        const bool lost = report.together[i].run.failed_for_others() > 0;
        CHECK((pair.gaps[i].clean_from > Duration{}) >= lost);
    }
    CHECK(report.together.back().run.failed_for_others() > 0);
    CHECK_THAT(text_of(report), Catch::Contains("they would contend"));
}

TEST_CASE("loads that do not overlap, or lock nothing in common, are clean") {
    const TwoLoads later{true, "09:00"};
    const ScheduleReport apart = check(later.loads);
    CHECK_FALSE(apart.contend());
    CHECK(apart.pairs.front().meeting.overlap == Overlap::no);
    CHECK(apart.together.empty());
    const TwoLoads other{false, "02:00"};
    const ScheduleReport strangers = check(other.loads);
    CHECK_FALSE(strangers.contend());
    CHECK(strangers.pairs.front().meeting.overlap == Overlap::certain);
}

TEST_CASE("a duration that is given counts, not the rehearsed one") {
    TwoLoads two{true, "03:00"};
    CHECK(check(two.loads).pairs.front().meeting.overlap == Overlap::no);
    two.loads[0].expected = DurationRange{minutes{30}, minutes{90}};
    CHECK(check(two.loads).pairs.front().meeting.overlap == Overlap::possible);
}

TEST_CASE("what is expected to take long is rehearsed as long, and meets the others") {
    TwoLoads two{true, "02:03"};
    CHECK(check(two.loads).together.empty());
    two.loads[0].expected = DurationRange{minutes{2}, minutes{6}};
    const ScheduleReport report = check(two.loads);
    CHECK(report.pairs.front().meeting.overlap == Overlap::possible);
    std::uint64_t lost = 0;
    Duration longest_gap{};
    for (std::size_t i = 0; i < report.together.size(); ++i) {
        const AloneRun& alone = report.loads[0].alone[i];
        CHECK(alone.stretched);
        CHECK(alone.unstretched.duration < minutes{3});
        CHECK(alone.run.duration >= minutes{6} * 49 / 50);
        CHECK(report.together[i].run.loads[0].duration >= minutes{6} * 49 / 50);
        CHECK(report.loads[1].alone[i].run.duration < minutes{3});
        lost += report.together[i].run.failed_for_others();
        longest_gap = std::max(longest_gap, report.pairs.front().gaps[i].clean_from);
    }
    CHECK(lost > 0);
    // It meets the second long after it would have been over.
    CHECK(longest_gap > minutes{3});
    CHECK(longest_gap <= minutes{7});
    CHECK_THAT(text_of(report), Catch::Contains("as if it took 6 min"));
}

TEST_CASE("a load of little work that may be done at any time needs all of its time as a gap") {
    TwoLoads two{true, "03:00"};
    two.loads[0].expected = DurationRange{std::chrono::hours{3}, std::chrono::hours{3}};
    const ScheduleReport report = check(two.loads);
    const auto& gaps = report.pairs.front().gaps;
    CHECK(std::any_of(gaps.begin(), gaps.end(), [](const RunGap& gap) {
        return gap.lost_at_own_pace;
    }));
    CHECK_THAT(text_of(report), Catch::Contains("while the other is at work it costs rows"));
    // Who is not spread out has no other pace.
    for (const RunGap& gap : check(TwoLoads{true, "02:00"}.loads).pairs.front().gaps)
        CHECK_FALSE(gap.lost_at_own_pace);
}

TEST_CASE("a duration that no rehearsal comes down to does not count") {
    TwoLoads two{true, "02:00"};
    two.loads[0].expected = DurationRange{std::chrono::seconds{1}, std::chrono::seconds{2}};
    const LoadReport load = check(two.loads).loads.front();
    CHECK_FALSE(load.duration_given);
    CHECK(load.lasts == unstretched_range(load));
    CHECK(load.lasts.shortest > std::chrono::seconds{2});
}

TEST_CASE("a load that runs past midnight meets that of the next day, whoever is named first") {
    const bool late_first = GENERATE(true, false);
    TwoLoads two{true, "00:01"};
    auto loads = read_schedule(
        late_first ? two.arguments("23:59", "00:01") : two.arguments("00:01", "23:59")
    );
    REQUIRE(loads);
    (*loads)[1].expected = DurationRange{minutes{30}, minutes{30}};
    const ScheduleReport report = check(*loads);
    CHECK(report.daily);
    CHECK(report.loads[0].start == std::chrono::hours{23} + minutes{59});
    CHECK(report.loads[1].start == std::chrono::hours{24} + minutes{1});
    CHECK_THAT(report.loads[1].name, Catch::EndsWith(".json@24:01"));
    CHECK(report.pairs.front().meeting.overlap == Overlap::certain);
    CHECK(report.pairs.front().meeting.distance == minutes{2});
    CHECK(report.contend());
    CHECK_THAT(text_of(report), Catch::Contains("note: times of day are those of every day"));
}

TEST_CASE("a load that was over by then meets nobody, and nothing is said of days") {
    TwoLoads two{true, "02:00"};
    const auto loads = read_schedule(two.arguments("09:00", "02:00"));
    REQUIRE(loads);
    const ScheduleReport report = check(*loads);
    CHECK(report.loads[0].start == std::chrono::hours{2});
    CHECK(report.pairs.front().meeting.overlap == Overlap::no);
    CHECK(report.notes.empty());
}

TEST_CASE("a start of 24:00 or later tells the days apart") {
    TwoLoads two{true, "02:00"};
    auto loads = read_schedule(two.arguments("26:00", "02:00"));
    REQUIRE(loads);
    (*loads)[1].expected = DurationRange{std::chrono::hours{30}, std::chrono::hours{30}};
    const ScheduleReport report = check(*loads);
    CHECK_FALSE(report.daily);
    CHECK(report.pairs.front().meeting.distance == std::chrono::hours{24});
    CHECK(report.pairs.front().meeting.overlap == Overlap::no);
}

TEST_CASE("no time of day keeps clear of a load that takes a day or longer") {
    TwoLoads two{true, "01:00"};
    auto loads = read_schedule(two.arguments("02:00", "01:00"));
    REQUIRE(loads);
    (*loads)[1].expected = DurationRange{std::chrono::hours{30}, std::chrono::hours{30}};
    const ScheduleReport report = check(*loads);
    CHECK(report.pairs.front().meeting.overlap == Overlap::certain);
    CHECK(report.pairs.front().meeting.distance == std::chrono::hours{23});
    CHECK_THAT(text_of(report), Catch::Contains("no time of day keeps clear of the first"));
}

TEST_CASE("where loads meet all around the clock, what the runs together leave out is said") {
    TwoLoads two{true, "02:00"};
    auto loads = read_schedule(two.arguments("02:00", "14:00"));
    REQUIRE(loads);
    for (ScheduledLoad& load : *loads)
        load.expected = DurationRange{std::chrono::hours{13}, std::chrono::hours{13}};
    const ScheduleReport report = check(*loads);
    CHECK(report.pairs.front().meeting.over_midnight);
    CHECK_THAT(
        text_of(report),
        Catch::Contains("b.json@14:00 may still run when") &&
            Catch::Contains("a.json@02:00 begins on the next day")
    );
}

TEST_CASE("threads change no report, and its shape is documented") {
    const bool same = GENERATE(true, false);
    TwoLoads two{same, "02:00"};
    two.loads[0].expected = DurationRange{minutes{1}, minutes{20}};
    const std::string one = json_of(check(two.loads, 1));
    CHECK(json_of(check(two.loads, 3)) == one);
    const auto json = parse_json(one);
    REQUIRE(json);
    CHECK(test::JsonSchema{"docs/schedule-check.schema.json"}.fault_of(*json).empty());
}

}  // namespace
}  // namespace rowlock
