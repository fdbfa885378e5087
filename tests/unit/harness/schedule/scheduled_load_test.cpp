#include "harness/schedule/scheduled_load.hpp"

#include "tests/unit/harness/schedule/two_loads.hpp"

namespace rowlock {
namespace {

using std::chrono::hours;
using std::chrono::minutes;
using test::Folder;

TEST_CASE("a time of day is hours and minutes, perhaps of a later day") {
    CHECK(parse_time_of_day("02:40") == hours{2} + minutes{40});
    CHECK(parse_time_of_day("2:40:05") == hours{2} + minutes{40} + std::chrono::seconds{5});
    CHECK(parse_time_of_day("26:00") == hours{26});
    for (const char* wrong :
         {"",
          "02",
          "02:",
          ":40",
          "02:60",
          "02:40:61",
          "1000:00",
          "02:40:00:00",
          "-1:00",
          "ab:cd",
          "02:4x",
          " 02:40"})
        CHECK_FALSE(parse_time_of_day(wrong));
    rc::prop("what is written is read", [] {
        const auto seconds = *rc::gen::inRange(0, 3'600 * 999);
        const Duration time = std::chrono::seconds{seconds};
        RC_ASSERT(parse_time_of_day(time_of_day(time)) == time);
    });
}

TEST_CASE("a duration may be a range") {
    CHECK(parse_duration_range("40m") == DurationRange{minutes{40}, minutes{40}});
    CHECK(parse_duration_range("30m..2h") == DurationRange{minutes{30}, hours{2}});
    for (const char* wrong : {"", "..", "2h..", "..2h", "2h..30m", "x"})
        CHECK_FALSE(parse_duration_range(wrong));
}

TEST_CASE("rows and plans are told from load files") {
    const Folder folder;
    const std::string rows = folder.write("rows.csv", "Name\nx\n");
    const std::string plan = folder.write("plan.json", R"({"rowlockPlan": 1})");
    for (const std::string& file : {rows, plan}) {
        const auto schedule = read_schedule(std::vector{file + "@02:00", file + "@02:40"});
        REQUIRE_FALSE(schedule);
        CHECK(schedule.error().code == ErrorCode::bad_configuration);
        CHECK_THAT(schedule.error().message, Catch::Contains(": expected a load file (.json)"));
    }
}

TEST_CASE("arguments and files say the same, and loads come by their start") {
    const Folder folder;
    const std::string a = folder.write("a.json", test::account_load("a", 0));
    folder.write("b.json", test::account_load("b", 0, R"(, {"name": "other"})"));
    const std::string file = folder.write("schedule.json", R"({"loads": [
        {"load": "b.json", "start": "02:40", "strategy": "other", "duration": "30m..1h"},
        {"load": "a.json", "start": "02:00"}]})");
    const std::vector<std::string> arguments{
        folder.path("b.json") + "#other@02:40+30m..1h", a + "@02:00"};
    const auto by_arguments = read_schedule(arguments);
    const auto by_file = read_schedule(std::vector{file});
    REQUIRE(by_arguments);
    REQUIRE(by_file);
    for (const auto* schedule : {&*by_arguments, &*by_file}) {
        REQUIRE(schedule->size() == 2);
        CHECK((*schedule)[0].name == a + "@02:00");
        CHECK((*schedule)[1].name == folder.path("b.json") + "#other@02:40");
        CHECK((*schedule)[1].chosen().name == "other");
        CHECK((*schedule)[1].expected == DurationRange{minutes{30}, hours{1}});
    }
}

TEST_CASE("what is no schedule is refused") {
    const Folder folder;
    const std::string a = folder.write("a.json", test::account_load("a", 0));
    const auto refused = [](const std::vector<std::string>& arguments) {
        return !read_schedule(arguments).has_value();
    };
    CHECK(refused({}));
    CHECK(refused({a + "@02:00"}));
    CHECK(refused({a + "@02:00", a + "@"}));
    CHECK(refused({a + "@02:00", a + "@03:00+x"}));
    CHECK(refused({a + "@02:00", a + "@03:00+"}));
    CHECK(refused({a + "@02:00", a + "#nothing@03:00"}));
    CHECK(refused({a + "@02:00", folder.path("nothing.json") + "@03:00"}));
    // A load file without a start.
    CHECK(refused({a + "@02:00", a}));
    CHECK(refused({folder.write("s.json", R"({"loads": [{"load": "a.json", "strat": "02:00"}]})")})
    );
    CHECK(refused({folder.write("s.json", R"({"loads": [3, 4]})")}));
    CHECK(refused({folder.write("s.json", R"({"loads": []})")}));
}

}  // namespace
}  // namespace rowlock
