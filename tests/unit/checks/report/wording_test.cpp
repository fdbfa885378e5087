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
        "NOT SAFE: 3 records are locked by batches that may run together (1 of 1 pairs of batches)"
    );
    report.hard = {};
    CHECK_THAT(
        verdict_sentence(report), Contains("UNCERTAIN: nothing is locked twice for certain")
    );
    report.all = {};
    CHECK_THAT(verdict_sentence(report), Contains("INCOMPLETE"));
    report.unresolved.clear();
    CHECK_THAT(verdict_sentence(report), Contains("SAFE: no two batches"));
    report.load.unreadable_rows = 2;
    CHECK(verdict_sentence(report) == "UNREADABLE: nobody can say what 2 rows lock");
    CHECK_THAT(verdict_advice(report), Contains("Mend"));
    report.load.unreadable_rows = 0;
    CHECK_THAT(verdict_advice(report), Contains("proof"));
}

TEST_CASE("failures that batches without times may have caused are told apart") {
    FinishedPart finished{200, 150, 45, 5, 1, 1};
    CHECK_THAT(
        finished_sentence(finished), Contains("; of 5 nobody can tell, for 1 batch has no times")
    );
    finished.batches_without_times = 0;
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
            "With lean hold times failures stay within 0.1 % up to k = 3",
            "With typical hold times no k of those tried keeps failures within 0.1 %",
            "Sending only the failed rows once more would leave about 0 % to 9.6 %"}
    );
    for (ForecastCell& cell : forecast.cells) {
        cell.method = ForecastMethod::proof;
        cell.failure_rate = 0.0;
    }
    forecast.highest_rate = 0.0;
    CHECK_THAT(forecast_sentence(forecast), Contains("whatever k and hold times are"));
    CHECK(forecast_advice(forecast).empty());
    forecast.batches = 100;
    CHECK_THAT(forecast_basis(forecast), Contains("2 of 100 batches"));
}

TEST_CASE("bounds say which one binds, and whether a clean plan exists") {
    BoundPart bounds = *sample_report().bounds;
    const auto sentences = bound_sentences(bounds);
    CHECK(
        sentences[0] ==
        "No plan takes less than 16 s at k = 10: it is the work itself that binds, spread "
        "over all workers"
    );
    CHECK(sentences[1] == "This batching takes 21 s, 31 % above that");
    CHECK(sentences[2] == "A plan without conflicts exists; it has at least 1 batch");
    bounds.binding = BindingBound::key;
    bounds.binding_keys = {"001A"};
    bounds.binding_rows = 388'041;
    CHECK(
        binding_text(bounds) == "limited by 001A, whose 388,041 rows can only run batch after batch"
    );
    bounds.binding = BindingBound::triangle;
    bounds.binding_keys = {"001A", "001B", "001C"};
    CHECK_THAT(binding_text(bounds), Contains("001A, 001B, 001C: 388,041 rows have two of them"));
    bounds.safe_batches_min = std::nullopt;
    bounds.quota_days = 6;
    CHECK_THAT(bound_sentences(bounds)[2], Contains("No plan without conflicts exists"));
    CHECK_THAT(bound_sentences(bounds)[3], Contains("6 full days"));
}

TEST_CASE("what is not known for certain is not said to be") {
    Forecast forecast;
    forecast.holds = usual_hold_cases();
    forecast.provable = false;
    forecast.cells.push_back({3, 0, ForecastMethod::simulation, 0.0, 1.0, 0.0});
    CHECK_THAT(forecast_sentence(forecast), Catch::EndsWith("known for certain"));
    BoundPart bounds;
    bounds.safe_batches_min = 2;
    const auto says = [&](const char* start) {
        const auto sentences = bound_sentences(bounds);
        return std::any_of(sentences.begin(), sentences.end(), [&](const std::string& each) {
            return each.starts_with(start);
        });
    };
    CHECK(says("A plan without conflicts exists"));
    bounds.keys_known = false;
    CHECK(says("By the locks that are known, a plan without"));
}

}  // namespace
}  // namespace rowlock
