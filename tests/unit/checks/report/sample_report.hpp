#pragma once

#include "checks/report/check_report.hpp"

#include <string>

namespace rowlock::test {

/// A value that breaks out of every format that does not escape it.
inline const std::string k_nasty = "<b a=\"x\">&|`*_'\x1B[31m\n\xFF]]>";

/// A small unsafe load with something in every part.
inline CheckReport sample_report() {
    CheckReport report;
    report.tool_version = "0.1.0";
    report.load.object = "Opportunity";
    report.load.operation = "insert";
    report.load.files = {{"data/a b.csv", 300, 9'000, 2}};
    report.load.rows = 300;
    report.load.parallel_batches = 2;
    report.load.keys = 40;
    const ConflictWitness witness{
        "001Ab00000000A1IAI",
        "Account",
        "opportunity-account",
        "",
        {"data/a b.csv", 7, 8, 1},
        {"data/a b.csv", 250, 251, 2},
        false};
    report.hard = {3, 1, 1, {witness}};
    report.all = {4, 1, 1, {witness}};
    report.windows = {{10, 2.0, 18, 3}};
    report.assumptions = standing_assumptions(report.load);
    report.unresolved = {{"Contact.Account", 12, "locks on 12 accounts are not counted"}};
    report.skew = {
        {"AccountId",
         false,
         40,
         300,
         31.5,
         0,
         0,
         0,
         {{"001Ab00000000A1IAI", 30}},
         skew_histogram({30, 5, 5, 1})}};
    report.components = ComponentPart{4, 120, true, 0.85, true};
    report.bounds =
        BoundPart{10, 16.3, 5.5, 0.0, 16.3, BindingBound::work, {}, 0, 1, 1, true, 0, 21.4};
    Forecast forecast;
    forecast.holds = usual_hold_cases();
    forecast.holds.resize(2);
    forecast.cells = {
        {3, 0, ForecastMethod::simulation, 0.0, 2.5, 0.0},
        {15, 0, ForecastMethod::simulation, 0.012, 9.5, 0.000144},
        {3, 1, ForecastMethod::formula, 0.03, 2.2, 0.0009},
        {15, 1, ForecastMethod::simulation, 0.31, 5.0, 0.0961}};
    forecast.highest_rate = 0.31;
    forecast.batches = forecast.batches_sampled = 2;
    forecast.chunks_sampled = 3;
    forecast.stretches = 1;
    forecast.lock_wait_seconds = 10.0;
    report.forecast = forecast;
    using Cell = ConflictMatrix::Cell;
    report.matrix = ConflictMatrix{{0, 1}, 2, {Cell::apart, Cell::hard, Cell::hard, Cell::apart}};
    report.finished = FinishedPart{200, 150, 45, 5, 2, 1};
    Findings findings;
    findings.add({FindingRule::malformed_id, "data/a b.csv", "AccountId"}, {}, {3, 4, "abc"});
    findings.add({FindingRule::malformed_id, "data/a b.csv", "AccountId"}, {}, {9, 10, k_nasty});
    findings.add({FindingRule::concurrency_mode, "", ""}, {});
    findings.add({FindingRule::many_children, "", "AccountId"}, {}, {0, 0, "001: 6500 rows"});
    report.findings = findings.sorted();
    report.findings.back().accepted = true;
    return report;
}

/// The same with nothing wrong.
inline CheckReport clean_report() {
    CheckReport report = sample_report();
    report.hard = {};
    report.all = {};
    report.unresolved.clear();
    report.findings.clear();
    return report;
}

}  // namespace rowlock::test
