#include "harness/count/count_watch.hpp"

#include "tests/support/test.hpp"

namespace rowlock {
namespace {

constexpr Duration k_quiet = std::chrono::seconds{30};

TimePoint at(double seconds_passed) {
    return TimePoint{} + seconds(seconds_passed);
}

RecordRange just(std::uint64_t records) {
    return {records, records};
}

/// Whether it is over after a look at this time; `busy` is only asked for where it matters.
bool look(CountWatch& watch, double time, std::uint64_t count, bool busy) {
    watch.line(at(time), count);
    return watch.is_over(watch.depends_on_jobs() ? busy : true);
}

TEST_CASE("a watch tells how far, how fast and how long still") {
    CountWatch watch{just(1'000), k_quiet};
    CHECK(watch.line(at(0), 100) == "100 of 1,000 records");
    CHECK(watch.line(at(10), 300) == "300 of 1,000 records, 20 records/s, about 35.0 s left");
    CHECK(watch.line(at(20), 300) == "300 of 1,000 records, 0 records/s, about 1 min 10 s left");
    CHECK(watch.line(at(30), 1'000) == "1,000 of 1,000 records, 70 records/s");
    CHECK(watch.is_over(true));
    CHECK_FALSE(watch.was_quiet());
}

TEST_CASE("without an expected number there is no end to tell of") {
    CountWatch watch{std::nullopt, k_quiet};
    CHECK(watch.line(at(0), 1) == "1 record");
    CHECK(watch.line(at(1), 3) == "3 records, 2 records/s");
    CHECK_FALSE(watch.is_over(false));
}

TEST_CASE("a number that falls, or a clock that stands still, has no rate") {
    CountWatch watch{just(10), k_quiet};
    CHECK(watch.line(at(5), 7) == "7 of 10 records");
    CHECK(watch.line(at(5), 8) == "8 of 10 records");
    CHECK(watch.line(at(6), 2) == "2 of 10 records");
}

TEST_CASE("a watch ends when for long enough nothing ran and nothing changed") {
    const auto expected = GENERATE(as<std::optional<RecordRange>>{}, std::nullopt, just(9));
    CountWatch watch{expected, k_quiet};
    CHECK_FALSE(look(watch, 0, 3, false));
    CHECK_FALSE(look(watch, 20, 3, false));
    // A job ran: all begins anew.
    CHECK_FALSE(look(watch, 40, 3, true));
    CHECK_FALSE(look(watch, 60, 3, false));
    // The number changed.
    CHECK_FALSE(look(watch, 80, 5, false));
    CHECK_FALSE(look(watch, 100, 5, false));
    CHECK(look(watch, 110, 5, false));
    CHECK(watch.was_quiet());
}

TEST_CASE("a job that runs for ever is waited for") {
    CountWatch watch{just(9), k_quiet};
    for (int i = 0; i < 100; ++i) CHECK_FALSE(look(watch, 60.0 * i, 3, true));
}

TEST_CASE("what is as it should be from the beginning is so in the end only if nothing runs") {
    CountWatch running{just(5), k_quiet};
    CHECK_FALSE(look(running, 0, 5, true));
    CHECK_FALSE(look(running, 10, 5, true));
    CHECK(look(running, 20, 5, false));
    CHECK_FALSE(running.was_quiet());
    CountWatch idle{just(5), k_quiet};
    CHECK(look(idle, 0, 5, false));
}

TEST_CASE("a number may be reached from above, and a range by its nearer end") {
    CountWatch deletion{just(0), k_quiet};
    CHECK_FALSE(look(deletion, 0, 50, true));
    CHECK_FALSE(look(deletion, 1, 20, true));
    CHECK(look(deletion, 2, 0, true));
    CountWatch range{RecordRange{5, 10}, k_quiet};
    CHECK(range.line(at(0), 4) == "4 of 5 to 10 records");
    CHECK(look(range, 1, 5, true));
}

}  // namespace
}  // namespace rowlock
