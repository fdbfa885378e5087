#pragma once

#include "harness/batcher/generator.hpp"
#include "harness/batcher/label.hpp"
#include "harness/batcher/property.hpp"

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace rowlock::batcher {

/// A case from the corpus.
struct StoredCase {
    std::string name;
    AbstractCase abstract;
};

struct RunSettings {
    GeneratorSettings generator;
    std::uint64_t cases = 300;
    /// The number of the first of them, from 1.
    std::uint64_t first_case = 1;
    /// Empty: all. I12 is always among them.
    std::vector<const Property*> properties;
    /// Put to the batcher before any other case.
    std::vector<StoredCase> stored;
    /// Cases tried to make a counterexample smaller.
    std::uint64_t shrink_tries = 4'000;
    /// Asked before every case: true ends the run. May be empty.
    std::function<bool()> stop;
    /// Told, in a few words, what the run is about to do. May be empty.
    std::function<void(const std::string&)> progress;
    /// Ends the run once one of these has failed; empty: it goes on.
    std::vector<std::string_view> enough;
};

/// A property that failed, with the simplest case found.
struct Counterexample {
    const Property* property = nullptr;
    Violation violation;
    AbstractCase minimal;
    /// As it was found.
    AbstractCase original;
    /// From 1: which case it was.
    std::uint64_t case_number = 0;
    /// Of a stored case; then it is no generated one.
    std::string stored_name;
    std::uint64_t shrink_steps = 0;
    /// The search for simpler cases ended early: there may be one.
    bool cut_short = false;
    /// The answer to the minimal case, or why there is none.
    Reply reply;
};

struct RunResult {
    std::uint64_t cases = 0;
    std::uint64_t stored_cases = 0;
    /// Questions put to the batcher.
    std::uint64_t questions = 0;
    bool stopped = false;
    /// It gave no answer to several cases in a row, and the run gave up.
    bool gave_up = false;
    LabelCounts labels;
    std::vector<std::size_t> missing_labels;
    /// One for each property that failed, in the order in which they were found.
    std::vector<Counterexample> counterexamples;

    bool any_error() const;
    bool any_warning() const;
};

/// Puts stored cases and then generated ones to a batcher, checks all properties, and makes what
/// fails as small as it can be. Same settings and same answers, same result.
RunResult run_properties(Batcher& batcher, const RunSettings& settings);

}  // namespace rowlock::batcher
