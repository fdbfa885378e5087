#include "harness/replay/figures.hpp"

#include "tests/support/test.hpp"

namespace rowlock {
namespace {

TEST_CASE("percentages have two decimals, and nothing of nothing is none") {
    CHECK(percent(135'800, 1'250'000) == "10.86");
    CHECK(percent(1, 3) == "33.33");
    CHECK(percent(0, 0) == "0.00");
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

}  // namespace
}  // namespace rowlock
