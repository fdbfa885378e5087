#pragma once

#include "harness/batcher/run.hpp"
#include "harness/batcher/zoo/zoo.hpp"

#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace rowlock::batcher {

/// What became of one batcher of the zoo.
struct ZooVisit {
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

/// The whole zoo, and the reference planner, which has to survive all cases.
struct ZooReport {
    std::vector<ZooVisit> visits;
    RunResult reference;
    bool stopped = false;

    /// All killed within their rows, and the reference alive.
    bool proves() const;
};

/// `seen` hears of every visit once it is over; it may be empty.
ZooReport visit_zoo(
    const RunSettings& settings, const std::function<void(const ZooVisit&)>& seen = {}
);

/// A line of the kill table, and its heading.
std::string zoo_heading();
std::string zoo_line(const ZooVisit& visit);

/// The sentence after the table.
std::string zoo_verdict(const ZooReport& report);

/// The report as one JSON object.
std::string zoo_json(const ZooReport& report);

}  // namespace rowlock::batcher
