#pragma once

#include "harness/batcher/loader/loader_run.hpp"
#include "harness/batcher/run.hpp"
#include "harness/batcher/zoo/loader_zoo.hpp"
#include "harness/batcher/zoo/zoo.hpp"

#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace rowlock::batcher {

/// What became of one batcher of the zoo.
struct ZooVisit {
    /// `batcher` or `loader`.
    std::string_view kind = "batcher";
    std::string_view id;
    std::string_view mistake;
    std::string_view reason;
    /// Whether one of the properties that are to notice did.
    bool killed = false;
    /// Properties that failed, the first first.
    std::vector<std::string_view> killed_by;
    /// Cases it took.
    std::uint64_t cases = 0;
    /// Of the smallest counterexample that killed it, and what a batcher of its kind may need.
    std::size_t rows = 0;
    std::uint32_t rows_max = 0;
    std::string sentence;
};

/// Puts one batcher to the properties until one of its killers notices.
ZooVisit visit(const ZooEntry& entry, const RunSettings& settings);

/// The same for a loader.
ZooVisit visit(const loader::LoaderBug& bug, const loader::LoaderRunSettings& settings);

/// The whole zoo, batchers before loaders, and the two that have to survive all cases: the
/// reference planner and the careful loader.
struct ZooReport {
    std::vector<ZooVisit> visits;
    RunResult reference;
    loader::LoaderRunResult loader_reference;
    bool stopped = false;

    /// What is not as it should be, a sentence each: a bug that lives, a counterexample too large,
    /// a property that the planner or the careful loader broke, a kind of case too rare.
    std::vector<std::string> problems() const;

    /// All killed within their rows, and the reference alive.
    bool proves() const { return !stopped && problems().empty(); }
};

/// `seen` hears of every visit once it is over; it may be empty.
ZooReport visit_zoo(
    const RunSettings& settings, const std::function<void(const ZooVisit&)>& seen = {}
);

/// A line of the kill table, and the heading of its part for batchers or loaders.
std::string zoo_heading(std::string_view kind);
std::string zoo_line(const ZooVisit& visit);

/// The sentence after the table.
std::string zoo_verdict(const ZooReport& report);

/// The report as one JSON object; docs/test-batcher-zoo.schema.json describes it.
std::string zoo_json(const ZooReport& report);

}  // namespace rowlock::batcher
