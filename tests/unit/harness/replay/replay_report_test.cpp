#include "harness/replay/replay_report.hpp"

#include "mockorg/codec/json.hpp"
#include "tests/support/test.hpp"
#include "tests/unit/harness/replay/temporary_file.hpp"

#include <nlohmann/json.hpp>

namespace rowlock {
namespace {

ReplayReport sample() {
    ReplayReport report;
    report.load = "massive";
    report.strategy = "as it was";
    report.target = "http://127.0.0.1:1";
    report.object = "Opportunity";
    report.operation = "upsert";
    report.tag = "StageName = 'Test4'";
    report.rows = {100, 60, 20, 10, 5, 3, 1, 1};
    report.failures = {{"UNABLE_TO_LOCK_ROW", 10, "UNABLE_TO_LOCK_ROW:\"x\":--"}};
    report.jobs.jobs = 7;
    report.jobs.active_time = seconds(30.0);
    report.duration = seconds(20.0);
    report.jobs_left = {"750A"};
    report.lost_creations = 2;
    report.left_jobs = {{"750B", true, "empty"}, {"750C", false, "in use"}};
    report.error = "it broke";
    return report;
}

TEST_CASE("a report is read back as it was written") {
    const test::TemporaryFile file{json_of(sample())};
    const auto read = read_report_file(file.path);
    REQUIRE(read);
    CHECK(read->object == "Opportunity");
    CHECK(read->tag == "StageName = 'Test4'");
    CHECK(read->rows.submitted == 100);
    CHECK(read->rows.succeeded() == 80);
    CHECK(read->rows.not_sent == 1);
    CHECK_FALSE(read->rows.complete());
}

TEST_CASE("the JSON has its version, its figures and no surprises") {
    const auto json = parse_json(json_of(sample()));
    REQUIRE(json);
    CHECK((*json)["schemaVersion"] == 1);
    CHECK((*json)["rows"]["unprocessed"] == 5);
    CHECK((*json)["failures"][0]["code"] == "UNABLE_TO_LOCK_ROW");
    CHECK((*json)["jobs"]["left"][0] == "750A");
    CHECK((*json)["lostCreations"] == 2);
    CHECK((*json)["leftJobs"][0].dump() == R"({"id":"750B","done":"aborted","why":"empty"})");
    CHECK((*json)["leftJobs"][1]["done"] == "nothing");
    CHECK((*json)["leftJobsError"].is_null());
    CHECK((*json)["degreeOfParallelism"] == 1.5);
    CHECK((*json)["error"] == "it broke");
}

TEST_CASE("the text names what went wrong") {
    const std::string text = text_of(sample());
    for (const char* part :
         {"created",
          "10.00 %",
          "UNABLE_TO_LOCK_ROW: 10",
          "missing",
          "unknown",
          "not sent",
          "job 750A may still"}) {
        CHECK_THAT(text, Catch::Contains(part));
    }
}

TEST_CASE("jobs asked for in vain have a line of their own, if there were any") {
    ReplayReport report = sample();
    CHECK_THAT(
        text_of(report),
        Catch::Contains(
            "  2 requests to make a job had no answer: job 750B was aborted (empty), job "
            "750C is left open (in use)\n"
        )
    );
    report.left_jobs.clear();
    CHECK_THAT(text_of(report), Catch::Contains("no answer: the org has no open job of it\n"));
    report.left_jobs_error = "unreachable";
    CHECK_THAT(text_of(report), Catch::Contains("open jobs may be left of it: unreachable\n"));
    report.lost_creations = 0;
    report.left_jobs_error.clear();
    CHECK_THAT(text_of(report), !Catch::Contains("no answer"));
}

TEST_CASE("files that are no reports are refused, with the reason") {
    const auto [text, expected] = GENERATE(table<std::string, std::string>({
        {"{", "line 1"},
        {"[]", "is no replay report"},
        {"{}", "expected \"schemaVersion\" 1"},
        {R"({"schemaVersion":2})", "expected \"schemaVersion\" 1"},
        {R"({"schemaVersion":1})", "expected"},
        {R"({"schemaVersion":1,"load":"a","strategy":"b","object":"c","operation":"d","tag":"e","rows":{"submitted":-1}})",
         "expected a count"},
    }));
    const test::TemporaryFile file{text};
    const auto read = read_report_file(file.path);
    REQUIRE_FALSE(read);
    CHECK(read.error().code == ErrorCode::bad_file);
    CHECK_THAT(
        read.error().message, Catch::StartsWith(file.path + ": ") && Catch::Contains(expected)
    );
}

TEST_CASE("a report that is not there is a bad file") {
    CHECK(read_report_file("/nowhere/report.json").error().code == ErrorCode::bad_file);
}

TEST_CASE("where no time passed, none is told") {
    ReplayReport report = sample();
    CHECK_THAT(
        text_of(report), Catch::Contains("degree of parallelism") && Catch::Contains(" in 20")
    );
    report.duration = seconds(0.004);
    CHECK_THAT(
        text_of(report), !Catch::Contains("0.0 s") && !Catch::Contains("degree of parallelism")
    );
}

}  // namespace
}  // namespace rowlock
