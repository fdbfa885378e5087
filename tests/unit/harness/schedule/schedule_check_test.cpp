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

TEST_CASE("whether loads overlap depends on how long the earlier one takes") {
    const DurationRange lasts{minutes{30}, minutes{60}};
    CHECK(overlap_of(minutes{0}, lasts, minutes{0}) == Overlap::certain);
    CHECK(overlap_of(minutes{5}, lasts, minutes{34}) == Overlap::certain);
    CHECK(overlap_of(minutes{5}, lasts, minutes{35}) == Overlap::possible);
    CHECK(overlap_of(minutes{5}, lasts, minutes{64}) == Overlap::possible);
    CHECK(overlap_of(minutes{5}, lasts, minutes{65}) == Overlap::no);
}

TEST_CASE("loads that overlap and lock the same records contend, and a gap is named") {
    const TwoLoads two{true, "02:00"};
    const ScheduleReport report = check(two.loads);
    CHECK(report.contend());
    const PairReport& pair = report.pairs.front();
    CHECK(pair.overlap == Overlap::certain);
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
    CHECK(apart.pairs.front().overlap == Overlap::no);
    CHECK(apart.together.empty());
    const TwoLoads other{false, "02:00"};
    const ScheduleReport strangers = check(other.loads);
    CHECK_FALSE(strangers.contend());
    CHECK(strangers.pairs.front().overlap == Overlap::certain);
}

TEST_CASE("a duration that is given counts, not the rehearsed one") {
    TwoLoads two{true, "03:00"};
    CHECK(check(two.loads).pairs.front().overlap == Overlap::no);
    two.loads[0].expected = DurationRange{minutes{30}, minutes{90}};
    CHECK(check(two.loads).pairs.front().overlap == Overlap::possible);
}

TEST_CASE("threads change no report, and its shape is documented") {
    const bool same = GENERATE(true, false);
    const TwoLoads two{same, "02:00"};
    const std::string one = json_of(check(two.loads, 1));
    CHECK(json_of(check(two.loads, 3)) == one);
    const auto json = parse_json(one);
    REQUIRE(json);
    CHECK(test::JsonSchema{"docs/schedule-check.schema.json"}.fault_of(*json).empty());
}

}  // namespace
}  // namespace rowlock
