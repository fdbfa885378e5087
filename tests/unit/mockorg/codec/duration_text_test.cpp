#include "mockorg/codec/duration_text.hpp"

#include "tests/support/test.hpp"

#include <string>

namespace rowlock {
namespace {

using std::chrono::hours;
using std::chrono::microseconds;
using std::chrono::milliseconds;
using std::chrono::minutes;

TEST_CASE("durations as people write them") {
    CHECK(parse_duration("4.05s") == Duration{4'050'000});
    CHECK(parse_duration("500ms") == milliseconds{500});
    CHECK(parse_duration("15m") == minutes{15});
    CHECK(parse_duration("1h30m") == minutes{90});
    CHECK(parse_duration("2d") == hours{48});
    CHECK(parse_duration("1d1h1m1s1ms") == hours{25} + minutes{1} + milliseconds{1001});
    CHECK(parse_duration("0s") == Duration{});
    CHECK(parse_duration("365d") == k_duration_text_max);
}

TEST_CASE("what is no duration is refused") {
    for (const char* text :
         {"", "5", "s", "-5s", "5 s", "5x", "1m1h", "1s1s", "1..5s", "1e3s", "366d", "5S"}) {
        INFO(text);
        CHECK_FALSE(parse_duration(text).has_value());
    }
    std::string endless(1000, '9');
    endless += 's';
    CHECK_FALSE(parse_duration(endless).has_value());
}

TEST_CASE("whole microseconds survive being written in any mix of units") {
    rc::prop("sum of its parts", [] {
        const auto h = *rc::gen::inRange(0, 1000);
        const auto m = *rc::gen::inRange(0, 60);
        const auto ms = *rc::gen::inRange(0, 60'000);
        const std::string text =
            std::to_string(h) + "h" + std::to_string(m) + "m" + std::to_string(ms) + "ms";
        RC_ASSERT(parse_duration(text) == hours{h} + minutes{m} + milliseconds{ms});
    });
}

TEST_CASE("durations use two units at most, rounded, never 60 of one") {
    CHECK(duration_text(seconds(3.24)) == "3.2 s");
    CHECK(duration_text(seconds(59.4)) == "59.4 s");
    CHECK(duration_text(seconds(60.0)) == "1 min 00 s");
    CHECK(duration_text(seconds(247.4)) == "4 min 07 s");
    CHECK(duration_text(seconds(3599.6)) == "1 h 00 min");
    CHECK(duration_text(seconds(7199.0)) == "2 h 00 min");
    CHECK(duration_text(seconds(18'120.0)) == "5 h 02 min");
}

TEST_CASE("written durations are read as the same") {
    CHECK(written_duration(Duration{0}) == "0s");
    CHECK(written_duration(seconds(90)) == "90s");
    CHECK(written_duration(Duration{1'500'000}) == "1.5s");
    CHECK(written_duration(Duration{1}) == "0.000001s");
    rc::prop("any", [] {
        const Duration duration{*rc::gen::inRange<std::int64_t>(0, k_duration_text_max.count())};
        RC_ASSERT(parse_duration(written_duration(duration)) == duration);
    });
}

}  // namespace
}  // namespace rowlock
