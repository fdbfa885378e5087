#include "harness/calibrate/calibration.hpp"

#include "harness/calibrate/observation_file.hpp"
#include "harness/calibrate/prediction.hpp"
#include "harness/calibrate/report.hpp"
#include "mockorg/base/file_text.hpp"
#include "tests/unit/harness/calibrate/calibration_cases.hpp"

#include <algorithm>

namespace rowlock {
namespace {

using test::calibrated;
using test::prepared;
using test::small_run;

const ParameterFinding& finding(const CalibrationReport& report, Parameter parameter) {
    return report.parameters.at(static_cast<std::size_t>(parameter));
}

const StatisticFinding& finding(const RunFinding& run, Statistic statistic) {
    const auto found = std::find_if(
        run.statistics.begin(),
        run.statistics.end(),
        [&](const StatisticFinding& each) { return each.statistic == statistic; }
    );
    REQUIRE(found != run.statistics.end());
    return *found;
}

bool any_contains(const std::vector<std::string>& texts, const std::string& part) {
    return std::any_of(texts.begin(), texts.end(), [&](const std::string& text) {
        return text.find(part) != std::string::npos;
    });
}

std::vector<SampledRun> original_runs() {
    const char* const path = "fixtures/calibrate/massive-upload.json";
    const auto text = read_file(path, 1 << 20);
    REQUIRE(text.has_value());
    auto runs = read_observation(*text, path);
    if (!runs) FAIL(runs.error().message);
    std::vector<SampledRun> sampled;
    for (ObservedRun& run : *runs) sampled.push_back(prepared(std::move(run)));
    return sampled;
}

TEST_CASE("the original load's profiles explain both 11 % and 29 rows a second") {
    const CalibrationReport report = report_on(calibrated(original_runs(), 500));
    REQUIRE(report.runs.size() == 2);
    const StatisticFinding& failed = finding(report.runs[0], Statistic::failed_share);
    CHECK(failed.explained.nearly_sure.holds(0.1086));
    CHECK(failed.explained.nearly_sure.low > 0.07);
    CHECK(failed.explained.nearly_sure.high < 0.15);
    const ValueRange& seconds = finding(report.runs[1], Statistic::duration).explained.nearly_sure;
    CHECK(ValueRange{25'435 / seconds.high, 25'435 / seconds.low}.holds(29.0));
    // The fit of the shipped profile `seed`, made by hand, is one of them.
    CHECK(finding(report, Parameter::hold_mean).range.nearly_sure.holds(5.0));
    CHECK(finding(report, Parameter::hold_variation).range.nearly_sure.holds(1.5));
    CHECK(finding(report, Parameter::workers).range.nearly_sure.holds(60.0));
    CHECK(finding(report, Parameter::workers).range.nearly_sure.low >= 3.0);
    CHECK(report.profiles.size() >= 3);
    CHECK_FALSE(report.unexplained);
    CHECK(any_contains(report.advice, "tells k"));
}

TEST_CASE("from the failures of one load the pace of the other is foreseen, and the reverse") {
    auto runs = original_runs();
    const CalibrationOptions options;
    const Calibration parallel = calibrated({runs[0]}, 300);
    const PredictionFinding pace = predict(parallel, "Test6", runs[1].sample, options);
    REQUIRE(pace.duration.has_value());
    CHECK(pace.duration->nearly_sure.holds(862.0));
    CHECK(pace.failed_share.nearly_sure.high == 0.0);
    const Calibration serial = calibrated({runs[1]}, 300);
    const PredictionFinding loss = predict(serial, "Test4", runs[0].sample, options);
    CHECK(loss.failed_share.nearly_sure.holds(0.1086));
}

TEST_CASE("the same observations give the same result, whatever the threads") {
    const std::vector<SampledRun> runs{prepared(small_run(20'000, 2'000))};
    const std::string one = json_of(report_on(calibrated(runs, 200, 1)));
    CHECK(one == json_of(report_on(calibrated(runs, 200, 5))));
    CalibrationOptions other;
    other.candidates = 200;
    other.seed = 2;
    CHECK(one != json_of(report_on(*calibrate(runs, other))));
}

TEST_CASE("without lock failures there are upper bounds, and little else") {
    const CalibrationReport report = report_on(calibrated({prepared(small_run(20'000, 0))}, 300));
    CHECK_FALSE(report.unexplained);
    CHECK(any_contains(report.warnings, "no row failed on a lock"));
    CHECK(any_contains(report.advice, "in which some chunks fail"));
    CHECK_FALSE(finding(report, Parameter::workers).narrowed);
    // Twenty seconds a chunk would have shown.
    CHECK(finding(report, Parameter::hold_mean).range.nearly_sure.high < 19.0);
    CHECK(finding(report.runs[0], Statistic::failed_share).explained.nearly_sure.low == 0.0);
}

TEST_CASE("that everything fails, no profile explains") {
    const CalibrationReport report =
        report_on(calibrated({prepared(small_run(20'000, 20'000))}, 300));
    CHECK(report.unexplained);
    CHECK(any_contains(report.warnings, "small: every row failed on a lock"));
}

TEST_CASE("a single batch tells how long it took, and nothing of k") {
    ObservedRun run = small_run(400, 0);
    run.figures.seconds = 9.0;
    run.figures.active_seconds = 8.0;
    const CalibrationReport report = report_on(calibrated({prepared(run)}, 300));
    CHECK_FALSE(report.unexplained);
    CHECK_FALSE(finding(report, Parameter::workers).narrowed);
    CHECK(finding(report, Parameter::hold_mean).range.nearly_sure.holds(3.7));
    CHECK(any_contains(report.advice, "tells k"));
}

TEST_CASE("a rate that no org of the space reaches is called unexplained") {
    ObservedRun run = small_run(20'000, 0);
    run.figures.seconds = 100'000.0;
    const CalibrationReport report = report_on(calibrated({prepared(run)}, 200));
    CHECK(report.unexplained);
    CHECK(any_contains(report.warnings, "\"duration, s\""));
}

TEST_CASE("what is given stays as it is given") {
    CalibrationOptions options;
    options.candidates = 200;
    for (std::size_t i = 0; i < k_parameters; ++i) {
        const auto parameter = static_cast<Parameter>(i);
        const double value = parameter == Parameter::workers ? 8.0 : 1.5;
        REQUIRE(options.space.restrict(parameter, {value, value}).has_value());
    }
    const auto all = calibrate({prepared(small_run(20'000, 2'000))}, options);
    REQUIRE(all.has_value());
    CHECK(all->candidates.size() == 1);
    CHECK(report_on(*all).profiles.size() == 1);
    REQUIRE(options.space.restrict(Parameter::lock_wait, {1.0, 10.0}).has_value());
    const auto one_free = calibrate({prepared(small_run(20'000, 2'000))}, options);
    REQUIRE(one_free.has_value());
    for (const Candidate& candidate : one_free->candidates) {
        CHECK(candidate.values[0] == 8.0);
        CHECK(candidate.values[3] >= 1.0);
        CHECK(candidate.values[3] <= 10.0);
    }
}

TEST_CASE("batch by batch, hold times and their variation are found") {
    // What the simulation shows of a known profile, told as an org tells it.
    const ProfileValues truth = {6.0, 3.0, 0.6, 10.0, 0.3, 1.0};
    LoadShape shape;
    shape.rows = 60'000;
    shape.batch_rows = 200;
    shape.parents = 200'000;
    ObservedRun run;
    run.name = "listed";
    run.load = shape;
    const auto sample = sample_run(run, {});
    REQUIRE(sample.has_value());
    const SimulationResult shown = simulate(sample->sample, settings_of(truth, 11));
    for (std::size_t i = 0; i < shown.batches.size(); ++i) {
        ObservedBatch batch;
        batch.created = to_milliseconds(shown.batches[i].arrived);
        batch.ended = to_milliseconds(shown.batches[i].ended);
        batch.rows = 200;
        batch.active_seconds = to_seconds(shown.batches[i].active);
        run.batches.push_back(batch);
    }
    run.figures.rows_failed_on_locks = shown.rows_failed;
    for (std::uint64_t i = 0; i < shown.chunks_failed; ++i) run.batches[i].rows_failed = 200;
    const CalibrationReport report =
        report_on(calibrated({prepared(run)}, CalibrationOptions{}.candidates));
    CAPTURE(report.effective_candidates);
    const ParameterFinding& variation = finding(report, Parameter::hold_variation);
    CHECK(variation.narrowed);
    CHECK(variation.range.nearly_sure.holds(0.6));
    const ParameterFinding& hold = finding(report, Parameter::hold_mean);
    CHECK(hold.range.nearly_sure.holds(3.0));
    CHECK(hold.range.nearly_sure.high - hold.range.nearly_sure.low < 2.5);
    CHECK(finding(report, Parameter::workers).range.nearly_sure.holds(6.0));
}

TEST_CASE("somebody who stops it gets what there is") {
    CalibrationOptions options;
    options.stopped = [] { return true; };
    const auto nothing = calibrate({prepared(small_run(4'000, 0))}, options);
    REQUIRE(nothing.has_value());
    CHECK(nothing->interrupted);
    CHECK(nothing->candidates.empty());
    int asked = 0;
    options.stopped = [&asked] { return ++asked > 150; };
    const auto some = calibrate({prepared(small_run(4'000, 0))}, options);
    REQUIRE(some.has_value());
    CHECK(some->interrupted);
    CHECK_FALSE(some->candidates.empty());
    CHECK_FALSE(text_of(report_on(*some)).empty());
}

TEST_CASE("a load of which nothing is known explains nothing") {
    ObservedRun run = small_run(4'000, 0);
    run.figures = {};
    const auto calibration = calibrate({prepared(run)}, {});
    REQUIRE_FALSE(calibration.has_value());
    CHECK_THAT(calibration.error().message, Catch::Contains("nothing was observed"));
}

}  // namespace
}  // namespace rowlock
