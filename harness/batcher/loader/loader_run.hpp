#pragma once

#include "harness/batcher/loader/loader_property.hpp"

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace rowlock::loader {

struct LoaderRunSettings {
    HistorySettings histories;
    /// How many histories; `first` is the number of the first one, from 1.
    std::uint64_t cases = 300;
    std::uint64_t first = 1;
    /// Empty: all.
    std::vector<const LoaderProperty*> properties;
    /// Histories tried to make a counterexample simpler.
    std::uint64_t shrink_tries = 2'000;
    /// Asked before every history: true ends the run. May be empty.
    std::function<bool()> stop;
    /// Ends the run once one of these has failed; empty: it goes on.
    std::vector<std::string_view> enough;
};

/// A property that failed, with the simplest history found.
struct LoaderCounterexample {
    const LoaderProperty* property = nullptr;
    std::string sentence;
    /// How the loader came through the simplest history.
    Course minimal;
    History original;
    /// From 1: which history it was.
    std::uint64_t case_number = 0;
    std::uint64_t shrink_steps = 0;
};

struct LoaderRunResult {
    std::uint64_t seed = 1;
    /// Rows of a load at most.
    std::uint32_t rows_max = 0;
    std::uint64_t cases = 0;
    std::size_t properties = 0;
    bool stopped = false;
    /// What happened too rarely, a phrase each: the run proves little. Of whole runs only.
    std::vector<std::string> missing;
    /// One for each property that failed, in the order in which they were found.
    std::vector<LoaderCounterexample> counterexamples;

    bool passed() const { return counterexamples.empty() && missing.empty() && !stopped; }
};

/// Sends the loader through histories, checks the properties, and makes what fails as simple as it
/// can be. Same settings and same loader, same result.
LoaderRunResult run_loader_properties(const Loader& loader, const LoaderRunSettings& settings = {});

/// For people: a line of verdict; each counterexample with its history and every request.
std::string loader_report_text(const LoaderRunResult& result);

}  // namespace rowlock::loader
