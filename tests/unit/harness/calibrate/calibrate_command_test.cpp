#include "harness/calibrate/calibrate_command.hpp"

#include "harness/load/load.hpp"
#include "harness/rehearse/rehearse.hpp"
#include "mockorg/base/file_text.hpp"
#include "mockorg/engine/profile_file.hpp"
#include "tests/support/folder.hpp"
#include "tests/support/json_schema.hpp"
#include "tests/support/test.hpp"

namespace rowlock {
namespace {

using test::Folder;
using test::JsonSchema;

struct Ran {
    int code = -1;
    std::string out;
    std::string err;
};

Ran run(CalibrateCommandOptions options, std::uint32_t candidates = 200) {
    options.candidates = candidates;
    Ran ran;
    Io io{TextSink{ran.out}, TextSink{ran.err}, false};
    ran.code = run_calibrate(options, io);
    return ran;
}

CalibrateCommandOptions on(std::vector<std::string> files) {
    CalibrateCommandOptions options;
    options.files = std::move(files);
    return options;
}

CalibrateCommandOptions on_jobs() {
    CalibrateCommandOptions options =
        on({"fixtures/calibrate/jobs.json", "fixtures/calibrate/failed.csv"});
    options.load = "fixtures/calibrate/contacts.json#jobs";
    return options;
}

Json json_of(const Ran& ran) {
    auto json = parse_json(ran.out);
    if (!json) FAIL(ran.out + ran.err);
    return *json;
}

bool within(const Json& range, double value) {
    return range[0].get<double>() <= value && value <= range[1].get<double>();
}

/// The belief in a parameter, by its position.
const Json& range95(const Json& report, std::size_t parameter) {
    return report["parameters"][parameter]["range95"];
}

// The fixtures were recorded from a mock org with k 12, holds of 3 s and a variation of 1.
TEST_CASE("recorded answers of both Bulk APIs lead back to their org") {
    CalibrateCommandOptions lists = on({"fixtures/calibrate/batches.xml"});
    lists.parents = 100'000;
    for (CalibrateCommandOptions options : {on_jobs(), lists}) {
        options.json = true;
        const Ran ran = run(options, 600);
        CHECK(ran.code == 0);
        const Json report = json_of(ran);
        CHECK(JsonSchema{"docs/calibrate.schema.json"}.fault_of(report) == "");
        CHECK(report["runs"][0]["statistics"].size() == 5);
        CHECK(within(range95(report, 0), 12.0));
        CHECK(within(range95(report, 1), 3.0));
        CHECK(within(range95(report, 2), 1.0));
        CHECK(report["runs"][0]["notes"].size() == (options.parents > 0 ? 1 : 0));
    }
}

TEST_CASE("the shipped observation file fits its schema and is explained in words") {
    const auto text = read_file("fixtures/calibrate/massive-upload.json", 1 << 20);
    REQUIRE(text.has_value());
    const auto json = parse_json(*text, true);
    REQUIRE(json.has_value());
    CHECK(JsonSchema{"docs/observation.schema.json"}.fault_of(*json) == "");
    const Ran ran = run(on({"fixtures/calibrate/massive-upload.json"}));
    CHECK(ran.code == 0);
    for (const char* part :
         {" profiles simulated, worth ",
          "80 % sure",
          "batches in flight (k)",
          "10, given",
          "profiles that explain it",
          "Test4: 1,250,000 rows in 2,500 batches",
          "rows per second",
          "to narrow it:"})
        CHECK_THAT(ran.out, Catch::Contains(part));
}

TEST_CASE("other loads are predicted, strategy by strategy") {
    CalibrateCommandOptions options = on_jobs();
    options.predict = {"fixtures/calibrate/contacts.json"};
    options.json = true;
    const Json report = json_of(run(options));
    CHECK(JsonSchema{"docs/calibrate.schema.json"}.fault_of(report) == "");
    const Json& predictions = report["predictions"];
    REQUIRE(predictions.size() == 4);
    const Json& failed = predictions[0]["failedShare"]["range95"];
    // A fresh run of what was observed: 1,600 of 10,000 rows.
    CHECK(within(failed, 0.16));
    // One after the other, nothing can collide; it takes several times as long.
    CHECK(predictions[2]["failedShare"]["range95"][1] == 0.0);
    CHECK(
        predictions[2]["durationSeconds"]["range95"][0] >
        predictions[0]["durationSeconds"]["range95"][1]
    );
    options.json = false;
    CHECK_THAT(
        run(options).out, Catch::Contains("predicted for fixtures/calibrate/contacts.json#sorted")
    );
}

TEST_CASE("profiles are written as files that rehearsals take") {
    const Folder folder;
    CalibrateCommandOptions options = on_jobs();
    options.profile_out = folder.path("profiles");
    const Ran ran = run(options);
    CHECK_THAT(ran.err, Catch::Contains("calibrated-1.json"));
    const auto text = read_file(folder.path("profiles/calibrated-1.json"), 10'000);
    REQUIRE(text.has_value());
    const auto json = parse_json(*text);
    REQUIRE(json.has_value());
    CHECK(JsonSchema{"docs/profile.schema.json"}.fault_of(*json) == "");
    const auto profile = find_profile_or_file(folder.path("profiles/calibrated-1.json"));
    REQUIRE(profile.has_value());
    CHECK(profile->name == "calibrated-1");
    CHECK(profile->workers > 4);

    auto load = read_load_file("fixtures/calibrate/contacts.json");
    REQUIRE(load.has_value());
    RehearseOptions rehearse_options;
    rehearse_options.strategy = "jobs";
    rehearse_options.profile = folder.path("profiles/calibrated-1.json");
    const auto rehearsal = rehearse(std::move(*load), rehearse_options);
    REQUIRE(rehearsal.has_value());
    CHECK(rehearsal->strategies[0].rows.failed > 0);
    CHECK(rehearsal->strategies[0].rows.failed < 5'000);

    options.profile_out = folder.path("best.json");
    run(options);
    const auto best = read_file(folder.path("best.json"), 10'000);
    REQUIRE(best.has_value());
    CHECK(*best == *text);
}

TEST_CASE("parameters can be given, or looked for in other ranges") {
    CalibrateCommandOptions options = on_jobs();
    options.json = true;
    options.lock_wait = "3..20";
    options.workers = "12";
    options.hold = "1..10";
    options.variation = "0.5..1.5";
    options.pre_lock = "0.3";
    options.batch_overhead = "1";
    const Json report = json_of(run(options));
    CHECK(report["parameters"][0]["considered"] == Json::array({12.0, 12.0}));
    CHECK(report["parameters"][3]["considered"] == Json::array({3.0, 20.0}));
    CHECK(within(range95(report, 3), 10.0));
    CHECK(within(range95(report, 1), 3.0));
}

TEST_CASE("what no profile explains is a finding") {
    const Folder folder;
    const auto file = folder.write("seen.json", R"({"runs": [{"name": "slow",
        "load": {"rows": 10000, "batchRows": 500, "parents": 1000000},
        "observed": {"rowsFailedOnLocks": 0, "durationSeconds": 1000000}}]})");
    const Ran ran = run(on({file}));
    CHECK(ran.code == 1);
    CHECK_THAT(ran.out, Catch::Contains("warning: slow: no profile explains \"duration, s\""));
}

TEST_CASE("wrong use and bad files are told apart, each with what to do") {
    const Folder folder;
    const auto expect = [](const CalibrateCommandOptions& options, int code, const char* part) {
        const Ran ran = run(options);
        CAPTURE(ran.err);
        CHECK(ran.code == code);
        CHECK_THAT(ran.err, Catch::Contains(part));
    };
    expect(on({"fixtures/calibrate/jobs.json"}), 2, "--load");
    expect(on({folder.path("none.json")}), 3, "none.json");
    expect(on({folder.write("bad.json", "{\"runs\": [}")}), 3, "bad.json:1:");
    CalibrateCommandOptions named = on({"fixtures/calibrate/massive-upload.json"});
    named.parents = 5;
    expect(named, 2, "names its loads itself");
    CalibrateCommandOptions both = on_jobs();
    both.parents = 5;
    expect(both, 2, "either --load");
    CalibrateCommandOptions parents = on({"fixtures/calibrate/failed.csv"});
    parents.parents = 5;
    expect(parents, 2, "needs batches or jobs");
    parents.parents = 200'000'000;
    expect(parents, 2, "at most 100,000,000");
    CalibrateCommandOptions unnamed = on_jobs();
    unnamed.load = "fixtures/calibrate/contacts.json";
    expect(unnamed, 2, "has 4 strategies");
    unnamed.load = "fixtures/calibrate/contacts.json#fast";
    expect(unnamed, 2, "fast");
    CalibrateCommandOptions bounds = on_jobs();
    bounds.workers = "many";
    expect(bounds, 2, "--k is 'many', expected a number or a range");
    bounds.workers = "0..5";
    expect(bounds, 2, "--k: batches in flight");
    CalibrateCommandOptions unwritable = on_jobs();
    unwritable.profile_out = "fixtures/calibrate/jobs.json/inside";
    expect(unwritable, 3, "--profile-out");
    CalibrateCommandOptions threads = on_jobs();
    threads.threads = 0;
    expect(threads, 2, "--threads");
    CalibrateCommandOptions predicted = on_jobs();
    predicted.predict = {folder.path("next.json")};
    expect(predicted, 3, "next.json");
    const auto other = folder.write(
        "failed.csv", "sf__Id,sf__Error\n,UNABLE_TO_LOCK_ROW:x:--\n,UNABLE_TO_LOCK_ROW:x:--\n"
    );
    const auto few = folder.write(
        "jobs.json",
        R"([{"id": "1", "state": "JobComplete", "numberRecordsProcessed": 400, "numberRecordsFailed": 1}])"
    );
    CalibrateCommandOptions inconsistent = on({few, other});
    inconsistent.parents = 100;
    expect(inconsistent, 3, "2 rows failed on locks, but the batches tell of 1 that failed at all");
}

TEST_CASE("too few candidates are refused") {
    CHECK(run(on_jobs(), 99).code == 2);
}

TEST_CASE("a load file names profile files beside it, and misses those that are not there") {
    const Folder folder;
    const char* const text = R"({"name": "l", "profile": "own.json",
        "sources": {"a": {"object": "Account", "rows": 5, "columns": {"Name": "A{n}"}}},
        "load": {"source": "a", "operation": "insert"},
        "strategies": [{"name": "own"}, {"name": "lean", "overrides": {"profile": "lean"}}]})";
    const std::string path = folder.write("load.json", text);
    const auto missing = read_load_file(path);
    REQUIRE_FALSE(missing.has_value());
    CHECK_THAT(missing.error().message, Catch::Contains("own.json"));
    folder.write("own.json", R"({"base": "lean"})");
    const auto load = read_load_file(path);
    REQUIRE(load.has_value());
    CHECK(load->strategies[0].profile.text == folder.path("own.json"));
    CHECK(load->strategies[1].profile.text == "lean");
    REQUIRE(rehearse(*load, {}).has_value());
    folder.write("own.json", R"({"workers": 0})");
    const auto bad = rehearse(*load, {});
    REQUIRE_FALSE(bad.has_value());
    CHECK_THAT(
        bad.error().message, Catch::Contains("load.json:1:") && Catch::Contains("'workers'")
    );
}

}  // namespace
}  // namespace rowlock
