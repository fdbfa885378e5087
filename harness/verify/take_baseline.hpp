#pragma once

#include "harness/verify/baseline_file.hpp"
#include "harness/verify/org_answers.hpp"

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

namespace rowlock {

struct BaselineQuestion {
    /// Of which records; a condition of its own for each object.
    std::vector<RecordSelection> selections;
    /// Fields left out, e.g. those that the org itself keeps changing.
    std::vector<std::string> without;
    /// Ids are kept of objects with at most so many records; of others the totals alone.
    std::uint64_t records_max = 5'000'000;
    /// Hears how many records of which object were read so far.
    std::function<void(const std::string&, std::uint64_t)> on_progress;
};

/// Reads the records and writes the baseline to `path`, and what it keeps of single records to
/// `path`.records; both only when all was read. Memory: one page of records, and 32 bytes for each
/// record of an object whose ids are kept. Errors: those of the org, bad_file if a file cannot be
/// written.
Result<Baseline> take_baseline(
    const OrgQuestions& org,
    const std::string& target,
    const BaselineQuestion& question,
    const std::string& path
);

}  // namespace rowlock
