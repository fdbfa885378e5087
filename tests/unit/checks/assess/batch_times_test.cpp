#include "checks/assess/finished_files.hpp"
#include "tests/support/test.hpp"

#include <algorithm>

namespace rowlock {
namespace {

std::string error_of(std::string_view text) {
    const auto entries = read_batch_times(text, "times");
    return entries ? std::string{} : entries.error().message;
}

TEST_CASE("batch times are read from CSV and JSON alike") {
    const auto csv = read_batch_times(
        "start,end,Batch\n2026-01-01T00:00:00Z,2026-01-01T00:00:01.500Z,2\n", "times"
    );
    REQUIRE(csv);
    REQUIRE(csv->size() == 1);
    CHECK(csv->front().batch == 2);
    CHECK(csv->front().times.end - csv->front().times.start == 1500);
    const auto json = read_batch_times(
        R"({"batches": [{"file": "a.csv", "start": 0, "end": 1.5}]} // seconds)", "times"
    );
    REQUIRE(json);
    CHECK(json->front().file == "a.csv");
    CHECK(json->front().times.end == 1500);
    CHECK(read_batch_times(R"([{"batch": 1, "start": 1, "end": 2}])", "times"));
}

TEST_CASE("the delimiter of batch times is found out") {
    for (const char delimiter : {',', ';', '\t', '|', '^', '`'}) {
        std::string text = "batch,\"start\",end\n2,1,3\n";
        std::replace(text.begin(), text.end(), ',', delimiter);
        const auto times = read_batch_times(text, "times");
        REQUIRE(times);
        REQUIRE(times->size() == 1);
        CHECK(times->front().batch == 2);
        CHECK(times->front().times.end == 3000);
    }
}

TEST_CASE("what is wrong with batch times is told with its line or entry") {
    CHECK_THAT(error_of(""), Catch::Contains("times: the file is empty"));
    CHECK_THAT(error_of("a,b\n"), Catch::Contains("times: line 1: expected the columns"));
    CHECK_THAT(
        error_of("batch,start,end\n1,0,1\n0,0,1\n"), Catch::Contains("times: line 3: batch is '0'")
    );
    CHECK_THAT(error_of("batch,start,end\n1,soon,1\n"), Catch::Contains("start is 'soon'"));
    CHECK_THAT(error_of("batch,start,end\n1,2,1\n"), Catch::Contains("end is before start"));
    CHECK_THAT(
        error_of("[{\"start\": 1}]"), Catch::Contains("entry 1: expected a batch or a file")
    );
    CHECK_THAT(error_of("{]"), Catch::Contains("line 1"));
}

TEST_CASE("no text breaks the reader of batch times") {
    rc::prop("any text is read or refused", [](const std::string& text) {
        const auto entries = read_batch_times(text, "times");
        RC_ASSERT(entries.has_value() || !entries.error().message.empty());
    });
}

}  // namespace
}  // namespace rowlock
