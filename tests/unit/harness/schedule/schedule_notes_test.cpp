#include "harness/schedule/schedule_notes.hpp"

#include "tests/support/test.hpp"

namespace rowlock {
namespace {

using std::chrono::hours;
using std::chrono::minutes;

/// A load that takes one minute with `lean` and ten with `heavy`.
struct NotedLoad {
    std::vector<ScheduledLoad> loads{1};
    ScheduleReport report;

    explicit NotedLoad(Duration expected) {
        loads[0].expected = DurationRange{expected, expected};
        report.loads.resize(1);
        LoadReport& load = report.loads[0];
        load.name = "a.json@02:00";
        load.duration_given = true;
        for (const auto& [profile, takes] :
             {std::pair{"lean", minutes{1}}, std::pair{"heavy", minutes{10}}}) {
            AloneRun alone;
            alone.setting.profile = profile;
            alone.unstretched.duration = takes;
            alone.stretched = takes < expected;
            load.alone.push_back(alone);
        }
    }

    std::vector<std::string> notes() const { return notes_of(loads, report); }
};

TEST_CASE("who was spread out is named with both durations") {
    const auto notes = NotedLoad{hours{3}}.notes();
    REQUIRE(notes.size() == 1);
    CHECK_THAT(notes[0], Catch::StartsWith("a.json@02:00 is rehearsed as if it took 3 h"));
    CHECK_THAT(notes[0], Catch::Contains("instead of 1 min"));
}

TEST_CASE("who takes longer than expected is named with the profiles where it does") {
    const auto some = NotedLoad{minutes{5}}.notes();
    REQUIRE(some.size() == 2);
    CHECK_THAT(some[1], Catch::StartsWith("warning: a.json@02:00 takes longer in rehearsal"));
    CHECK_THAT(some[1], Catch::Contains("(profile heavy)"));
    CHECK_THAT(some[1], !Catch::Contains("that counts"));
    NotedLoad all{Duration{1}};
    all.report.loads[0].duration_given = false;
    REQUIRE(all.notes().size() == 1);
    CHECK_THAT(all.notes()[0], Catch::Contains("(profile lean, heavy)"));
    CHECK_THAT(all.notes()[0], Catch::EndsWith("and that counts"));
}

TEST_CASE("who cannot be spread is named") {
    NotedLoad small{hours{3}};
    for (AloneRun& alone : small.report.loads[0].alone) alone.stretched = false;
    REQUIRE(small.notes().size() == 1);
    CHECK_THAT(small.notes()[0], Catch::Contains("is too small to be spread over 3 h"));
}

TEST_CASE("nobody expects anything: there is nothing to say") {
    NotedLoad load{hours{3}};
    load.loads[0].expected.reset();
    CHECK(load.notes().empty());
}

}  // namespace
}  // namespace rowlock
