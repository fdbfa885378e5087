#include "harness/count/count_watch.hpp"

#include "tests/support/test.hpp"

namespace rowlock {
namespace {

TimePoint at(double seconds_passed) {
    return TimePoint{} + seconds(seconds_passed);
}

TEST_CASE("a watch tells how far, how fast and how long still") {
    CountWatch watch{1'000};
    CHECK(watch.line(at(0), 100) == "100 of 1,000 records");
    CHECK(watch.line(at(10), 300) == "300 of 1,000 records, 20 records/s, about 35.0 s left");
    CHECK(watch.line(at(20), 300) == "300 of 1,000 records, 0 records/s, about 1 min 10 s left");
    CHECK_FALSE(watch.reached(999));
    CHECK(watch.reached(1'000));
    CHECK(watch.line(at(30), 1'000) == "1,000 of 1,000 records, 70 records/s");
}

TEST_CASE("without an expected number there is no end to tell of") {
    CountWatch watch{std::nullopt};
    CHECK(watch.line(at(0), 1) == "1 record");
    CHECK(watch.line(at(1), 3) == "3 records, 2 records/s");
    CHECK_FALSE(watch.reached(1'000'000));
}

TEST_CASE("a number that falls, or a clock that stands still, has no rate") {
    CountWatch watch{10};
    CHECK(watch.line(at(5), 7) == "7 of 10 records");
    CHECK(watch.line(at(5), 8) == "8 of 10 records");
    CHECK(watch.line(at(6), 2) == "2 of 10 records");
}

}  // namespace
}  // namespace rowlock
