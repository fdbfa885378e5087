#include "harness/calibrate/observation_file.hpp"

#include "tests/support/folder.hpp"
#include "tests/support/test.hpp"

namespace rowlock {
namespace {

using test::Folder;

std::string error_of(const std::string& text, const std::string& name = "seen.json") {
    const auto runs = read_observation(text, name);
    REQUIRE_FALSE(runs.has_value());
    CHECK(runs.error().code == ErrorCode::bad_file);
    return runs.error().message;
}

std::string with_run(const std::string& run) {
    return "{\"runs\": [\n" + run + "]}";
}

TEST_CASE("the shipped observation file reads as it stands") {
    const Folder folder;
    const auto text = R"({"$schema": "x", "name": "n", "runs": [
        {"name": "a", // a comment
         "load": {"rows": 1000, "batchRows": 500, "parents": 20, "lane": "serial", "partitions": 2,
                  "stagger": "1h", "inFlight": 3, "interval": {"mean": "4s", "jitter": 0.5}},
         "observed": {"rowsProcessed": 900, "rowsFailedOnLocks": 200, "durationSeconds": 60.5,
                      "activeSeconds": 50}}]})";
    CHECK(is_observation(text));
    const auto runs = read_observation(text, folder.path("seen.json"));
    REQUIRE(runs.has_value());
    REQUIRE(runs->size() == 1);
    const ObservedRun& run = runs->front();
    const auto& shape = std::get<LoadShape>(run.load);
    CHECK(run.name == "a");
    CHECK(shape.rows == 1'000);
    CHECK(shape.batch_rows == 500);
    CHECK(shape.parents == 20);
    CHECK(shape.serial);
    CHECK(shape.partitions == 2);
    CHECK(shape.stagger == std::chrono::hours{1});
    CHECK(shape.in_flight == 3);
    CHECK(shape.interval.jitter == 0.5);
    CHECK(run.figures.rows_processed == 900);
    CHECK(run.figures.rows_failed_on_locks == 200);
    CHECK(run.figures.seconds == 60.5);
    CHECK(run.figures.active_seconds == 50.0);
}

TEST_CASE("a run names files of the org and its load, relative to its own place") {
    const Folder folder;
    folder.write(
        "jobs.json",
        R"([{"id": "750000000000001AAA", "state": "JobComplete", "numberRecordsProcessed": 5,
             "numberRecordsFailed": 2}])"
    );
    folder.write("failed.csv", "sf__Id,sf__Error\n,UNABLE_TO_LOCK_ROW:x:--\n,OTHER:y:--\n");
    folder.write(
        "load.json",
        R"({"name": "l", "sources": {"a": {"object": "Account", "rows": 5, "columns": {"Name": "A{n}"}}},
            "load": {"source": "a", "operation": "insert"},
            "strategies": [{"name": "one"}, {"name": "two"}]})"
    );
    const auto runs = read_observation(
        with_run(R"({"name": "a", "files": ["jobs.json", "failed.csv"], "load": "load.json#two"})"),
        folder.path("seen.json")
    );
    if (!runs) FAIL(runs.error().message);
    const ObservedRun& run = runs->front();
    CHECK(run.batches.size() == 1);
    CHECK(run.figures.rows_failed_on_locks == 1);
    CHECK(std::get<ScheduledLoad>(run.load).strategy == 1);
    REQUIRE(run.notes.size() == 1);
    CHECK_THAT(run.notes[0], Catch::StartsWith("1 rows failed for other reasons"));

    const std::string several =
        error_of(with_run(R"({"name": "a", "load": "load.json"})"), folder.path("seen.json"));
    CHECK_THAT(several, Catch::Contains("seen.json:2:23:") && Catch::Contains("has 2 strategies"));
}

TEST_CASE("without failed results, every failed row of a batch counts, and that is said") {
    ObservedRun run;
    OrgFacts facts;
    ObservedBatch late;
    late.created = 20;
    ObservedBatch early;
    early.created = 10;
    facts.batches = {late, early};
    add_facts(run, facts);
    CHECK(run.batches.front().created == 10);
    REQUIRE(run.notes.size() == 1);
    CHECK_THAT(run.notes[0], Catch::Contains("every failed row"));
}

TEST_CASE("every mistake is reported with its place") {
    CHECK_THAT(error_of("{"), Catch::StartsWith("seen.json:1:"));
    CHECK_THAT(error_of("{}"), Catch::Contains("\"runs\""));
    CHECK_THAT(error_of(R"({"runs": []})"), Catch::Contains("a list of 1 to 20"));
    CHECK_THAT(error_of(R"({"runs": 3})"), Catch::Contains("a list of 1 to 20"));
    const std::string several =
        error_of(with_run("{\"name\": \"\", \"load\": {\"rows\": 0, \"parent\": 5},\n "
                          "\"observed\": {\"rowsFailed\": 3}}"));
    CHECK_THAT(several, Catch::Contains("seen.json:2:10:") && Catch::Contains("seen.json:3:"));
    CHECK_THAT(several, Catch::Contains("did you mean \"parents\""));
    CHECK_THAT(several, Catch::Contains("rowsFailedOnLocks"));
    CHECK_THAT(
        error_of(
            with_run(R"({"name": "a", "load": {"parents": 5, "rows": 1000000000, "batchRows": 1}})")
        ),
        Catch::Contains("1,000,000 batches")
    );
    CHECK_THAT(
        error_of(with_run(R"({"name": "a", "load": {"parents": 5}})")), Catch::Contains("\"rows\"")
    );
    CHECK_THAT(
        error_of(with_run(R"({"name": "a", "load": {"rows": 5, "parents": 5, "lane": "feed"}})")),
        Catch::Contains("parallel")
    );
    CHECK_THAT(
        error_of(with_run(R"({"name": "a", "files": ["none.xml"], "load": {"parents": 5}})")),
        Catch::Contains("none.xml")
    );
    CHECK_THAT(
        error_of(with_run(R"({"name": "a", "files": [3], "load": {"parents": 5}})")),
        Catch::Contains("the path of a file")
    );
    CHECK_THAT(
        error_of(with_run(R"({"name": "a", "load": "none.json"})")), Catch::Contains("none.json")
    );
}

}  // namespace
}  // namespace rowlock
