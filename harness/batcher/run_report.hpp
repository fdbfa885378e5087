#pragma once

#include "harness/batcher/run.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace rowlock::batcher {

/// What is said about a counterexample beside itself.
struct CounterexampleNotes {
    /// Its folder in the corpus; empty if there is none.
    std::string folder;
    /// The command that shows it again.
    std::string replay;
};

/// A run with everything that reports tell.
struct RunReport {
    /// The command under test, as a person would type it.
    std::string batcher;
    std::uint64_t seed = 1;
    const RunResult* result = nullptr;
    /// The properties that were checked.
    std::vector<const Property*> properties;
    /// By counterexample.
    std::vector<CounterexampleNotes> notes;
    /// Whether warnings fail the run, too.
    bool warnings_fail = false;

    /// Nothing failed, and enough was tried to say so.
    bool passed() const;
};

/// The first line of every report.
std::string run_verdict(const RunReport& report);

/// For people: verdict, counterexamples, coverage.
std::string run_report_text(const RunReport& report);

/// docs/test-batcher.schema.json describes it. One line.
std::string run_report_json(const RunReport& report);

/// One test case for each property, and one for the labels.
std::string run_report_junit(const RunReport& report);

/// A small table of the rows, with the batch of each.
std::string counterexample_table(const Counterexample& found);

/// The limits of the case in a line.
std::string limits_text(const Instance& instance);

}  // namespace rowlock::batcher
