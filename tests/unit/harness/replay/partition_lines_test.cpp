#include "harness/replay/partition_lines.hpp"

#include "tests/support/test.hpp"

namespace rowlock {
namespace {

TEST_CASE("a line shows rate, failures and the time left once they are known") {
    CHECK(
        partition_line(2, {250'000, 125'000, 12}, seconds(50.0)) ==
        "partition   2 [##########..........] 125,000 / 250,000  2,500 rows/s  12 failed  50.0 s "
        "left"
    );
    CHECK(
        partition_line(10, {100, 0, 0}, seconds(0.5)) ==
        "partition  10 [....................] 0 / 100"
    );
    CHECK(
        partition_line(1, {0, 0, 0}, seconds(5.0)) == "partition   1 [####################] 0 / 0"
    );
    CHECK_THAT(partition_line(1, {10, 25, 0}, seconds(5.0)), Catch::EndsWith("10 / 10  2 rows/s"));
}

TEST_CASE("lines are drawn for who watches, and wiped away") {
    std::string text;
    const bool terminal = GENERATE(false, true);
    {
        std::string out;
        Io io{TextSink{out}, TextSink{text}, terminal};
        PartitionLines lines{io};
        lines.show("sorted", {{10, 5, 0}, {10, 1, 0}});
    }
    if (!terminal) {
        CHECK(text.empty());
    } else {
        CHECK_THAT(
            text, Catch::StartsWith("sorted\npartition   1") && Catch::EndsWith("\x1b[3A\r\x1b[J")
        );
    }
}

}  // namespace
}  // namespace rowlock
