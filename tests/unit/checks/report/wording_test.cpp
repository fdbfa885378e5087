#include "checks/report/wording.hpp"

#include "tests/support/test.hpp"
#include "tests/unit/checks/report/sample_report.hpp"

namespace rowlock {
namespace {

using Catch::Matchers::Contains;
using test::sample_report;

TEST_CASE("numbers as people read them") {
    CHECK(rate_text(0.0) == "0 %");
    CHECK(rate_text(0.0004) == "< 0.1 %");
    CHECK(rate_text(0.1086) == "11 %");
    CHECK(rate_text(0.031) == "3.1 %");
    CHECK(time_text(42.0) == "42 s");
    CHECK(time_text(600.0) == "10 min");
    CHECK(time_text(9'000.0) == "2.5 h");
}

TEST_CASE("the verdict in words") {
    CheckReport report = sample_report();
    CHECK(
        verdict_sentence(report) ==
        "NOT SAFE: 3 records are locked by batches that may run together (1 of 1 pair of batches)"
    );
    report.hard = {};
    CHECK_THAT(
        verdict_sentence(report),
        Contains("UNCERTAIN: no record is locked by two such batches for certain, but 4 records")
    );
    report.all = {};
    CHECK_THAT(verdict_sentence(report), Contains("INCOMPLETE"));
    report.unresolved.clear();
    CHECK_THAT(verdict_sentence(report), Contains("SAFE: no two batches"));
    report.load.unreadable_rows = 2;
    CHECK(
        verdict_sentence(report) ==
        "UNREADABLE: 2 rows cannot be read as they stand, so nobody can say what they lock"
    );
    report.load.unreadable_rows = 1;
    CHECK_THAT(verdict_sentence(report), Contains("1 row cannot be read as it stands"));
    CHECK_THAT(verdict_advice(report), Contains("Mend"));
    report.load.unreadable_rows = 0;
    CHECK_THAT(verdict_advice(report), Contains("proof"));
}

TEST_CASE("a window says how far apart batches meet, and what that leaves") {
    CHECK(
        window_sentence({10, 1.0, 9, 1}) ==
        "10 batches in flight, all equally long, so only batches up to 9 places apart meet: 1 "
        "record is locked by two of them"
    );
    CHECK(
        window_sentence({2, 2.5, 3, 0}) ==
        "2 batches in flight, none more than 2.5 times as long as another, so only batches up to 3 "
        "places apart meet: no record is locked by two of them"
    );
}

TEST_CASE("an example has its column where it is known") {
    CHECK(example_text({2, 3, "x", 7}) == "row 2 (line 3, column 7) 'x'");
    CHECK(example_text({0, 3, "x", 7}) == "line 3, column 7 'x'");
    CHECK(example_text({2, 3, "", 0}) == "row 2 (line 3)");
}

TEST_CASE("failures that batches without times may have caused are told apart") {
    FinishedPart finished{200, 150, 45, 5, 1, 1};
    CHECK_THAT(
        finished_sentence(finished), Contains("; of 5 nobody can tell, for 1 batch has no times")
    );
    CHECK_THAT(
        finished_sentence(finished),
        Contains("200 rows failed on locks. 150 of them are explained by the load's own batches, 1 "
                 "pair of which ran at the same time")
    );
    finished.batches_without_times = 0;
    CHECK_THAT(finished_sentence(finished), !Contains("nobody can tell"));
    finished.keys_known = false;
    CHECK_THAT(
        finished_sentence(finished),
        Catch::EndsWith("; of 5 nobody can tell, for not all that the load's rows lock is known")
    );
    finished.batches_without_times = 2;
    CHECK_THAT(
        finished_sentence(finished),
        Catch::EndsWith(
            "for 2 batches have no times, and not all that the load's rows lock is known"
        )
    );
    finished.batches_without_times = 0;
    finished.rows_undecided = 0;
    CHECK_THAT(finished_sentence(finished), !Contains("nobody can tell"));
}

TEST_CASE("a forecast is a range with both its ends explained, never one number") {
    Forecast forecast = *sample_report().forecast;
    CHECK(
        forecast_sentence(forecast) ==
        "0 % (k = 3, lean hold times of 1 s) to 31 % (k = 15, typical hold times of 3.5 s) of the "
        "rows would fail on locks"
    );
    CHECK_THAT(forecast_basis(forecast), Contains("by formula where it holds, by simulation"));
    CHECK(
        forecast_advice(forecast) ==
        std::vector<std::string>{
            "With lean hold times failures stay within 0.1 % on average up to k = 3",
            "With typical hold times no k of those tried keeps failures within 0.1 % on average",
            "If the failed rows are sent once more, about 0 % to 9.6 % of all rows are still not "
            "loaded"}
    );
    for (ForecastCell& cell : forecast.cells) cell.runs = 40;
    forecast.highest_run_rate = 0.5;
    CHECK_THAT(
        forecast_sentence(forecast),
        Catch::EndsWith(
            "of the rows would fail on locks on average; single runs of the simulation lost 0 % to "
            "50 %"
        )
    );
    CHECK_THAT(forecast_basis(forecast), Contains("by simulation elsewhere (40 runs each)"));
    for (ForecastCell& cell : forecast.cells) {
        cell.method = ForecastMethod::proof;
        cell.failure_rate = 0.0;
        cell.runs = 0;
    }
    forecast.highest_rate = 0.0;
    forecast.highest_run_rate = 0.0;
    CHECK_THAT(forecast_sentence(forecast), Contains("whatever k and hold times are"));
    CHECK(forecast_advice(forecast).empty());
    forecast.batches = 100;
    CHECK_THAT(forecast_basis(forecast), Contains("2 of 100 batches"));
}

TEST_CASE("what is not known for certain is not said to be") {
    Forecast forecast;
    forecast.holds = usual_hold_cases();
    forecast.provable = false;
    forecast.cells.push_back({3, 0, ForecastMethod::simulation, 0.0, 1.0, 0.0});
    CHECK_THAT(forecast_sentence(forecast), Catch::EndsWith("known for certain"));
    forecast.cells[0].runs = 300;
    forecast.shared_keys = 0.5;
    CHECK(
        forecast_sentence(forecast) ==
        "No lock failures seen in 300 simulated runs for each k and hold time, for k up to 3 and "
        "hold times up to 7 s on average; they are possible: by so many runs, up to 1.0 % of such "
        "loads meet one (95 % confidence)"
    );
    forecast.cells[0].runs = 1;
    CHECK_THAT(forecast_sentence(forecast), Contains("seen in 1 simulated run "));
    forecast.batches = 10;
    CHECK_THAT(
        forecast_sentence(forecast),
        Catch::EndsWith("they are possible, for only a part of the load was simulated")
    );
    forecast.provable = true;
    CHECK_THAT(forecast_sentence(forecast), Contains("No lock failures expected"));
}

}  // namespace
}  // namespace rowlock
