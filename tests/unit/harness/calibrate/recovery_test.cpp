// Loads are rehearsed in the org itself under a known profile; calibrate, which has a simulation of
// its own, must find that profile again.
#include "harness/calibrate/calibration.hpp"
#include "harness/calibrate/load_choice.hpp"
#include "harness/calibrate/report.hpp"
#include "harness/rehearse/rehearse.hpp"
#include "mockorg/engine/profile_file.hpp"
#include "tests/support/test.hpp"
#include "tests/unit/checks/input/files.hpp"
#include "tests/unit/harness/calibrate/calibration_cases.hpp"

#include <fmt/core.h>

namespace rowlock {
namespace {

using test::Folder;

/// A profile and a way of loading.
struct Truth {
    std::uint32_t workers;
    double hold;
    double variation;
    const char* api;
    std::uint32_t batch_rows;
    double interval;
    std::uint32_t in_flight;
};

constexpr Truth k_truths[] = {
    {3, 3.5, 1.0, "bulk2", 1'000, 0.0, 0},
    {5, 6.0, 1.0, "bulk2", 500, 0.0, 0},
    {5, 2.0, 0.5, "bulk1", 1'000, 0.0, 0},
    {8, 5.0, 1.5, "bulk2", 400, 4.0, 0},
    {10, 3.5, 1.0, "bulk1", 800, 0.0, 0},
    {10, 1.0, 0.7, "bulk2", 2'000, 0.0, 0},
    {15, 7.0, 1.0, "bulk2", 500, 0.0, 6},
    {15, 3.5, 1.0, "bulk1", 400, 2.0, 0},
    {20, 2.0, 1.5, "bulk2", 600, 0.0, 0},
    {30, 4.0, 0.5, "bulk2", 400, 0.0, 0},
    {4, 8.0, 0.3, "bulk1", 600, 0.0, 0},
    {40, 1.5, 1.2, "bulk2", 200, 0.5, 0},
};

std::string load_text(const Truth& truth) {
    return fmt::format(
        R"({{"name": "known", "seed": 7, "profile": "truth.json",
            "sources": {{
                "accounts": {{"object": "Account", "rows": 5000, "columns": {{"Name": "A {{n}}"}}}},
                "contacts": {{"object": "Contact", "rows": 40000, "columns": {{
                    "LastName": "C-{{n}}", "AccountId": {{"parent": "accounts"}}}}}}}},
            "setup": [{{"source": "accounts", "operation": "insert"}}],
            "load": {{"source": "contacts", "operation": "insert", "api": "{}", "batchRows": {},
                      "interval": "{}s", "inFlight": {}}}}})",
        truth.api,
        truth.batch_rows,
        truth.interval,
        truth.in_flight
    );
}

/// What the org shows of the load.
ObservedRun rehearsed(const Truth& truth, const Folder& folder) {
    Profile profile = *find_profile("typical");
    profile.workers = truth.workers;
    profile.hold = {truth.hold, truth.variation};
    folder.write("truth.json", profile_file_text(profile));
    const std::string path = folder.write("load.json", load_text(truth));
    auto load = read_load_choice(path, {});
    REQUIRE(load.has_value());
    const auto rehearsal = rehearse(load->load, {});
    REQUIRE(rehearsal.has_value());
    const StrategyOutcome& outcome = rehearsal->strategies.front();
    REQUIRE(outcome.error.empty());
    ObservedRun run;
    run.name = "known";
    run.where = path;
    run.load = std::move(*load);
    run.figures = {
        outcome.rows.submitted - outcome.rows.unprocessed,
        outcome.locks.rows_failed,
        to_seconds(outcome.duration),
        to_seconds(outcome.jobs.active_time)};
    return run;
}

TEST_CASE("the 95 % ranges hold the profile of the org in 95 of 100 cases") {
    int held = 0;
    int asked = 0;
    for (const Truth& truth : k_truths) {
        const Folder folder;
        const Calibration found = test::calibrated({test::prepared(rehearsed(truth, folder))}, 500);
        const CalibrationReport report = report_on(found);
        const double truths[] = {
            static_cast<double>(truth.workers), truth.hold, truth.variation, 10.0, 0.3, 1.0};
        for (const ParameterFinding& finding : report.parameters) {
            if (finding.considered.fixed()) continue;
            const double value = truths[static_cast<std::size_t>(finding.parameter)];
            CAPTURE(name_of(finding.parameter), value, finding.range.nearly_sure.low);
            ++asked;
            held += finding.range.nearly_sure.holds(value) ? 1 : 0;
        }
        CHECK_FALSE(report.unexplained);
    }
    CHECK(asked == 60);
    CHECK(held >= 57);
}

}  // namespace
}  // namespace rowlock
