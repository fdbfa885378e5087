#pragma once

#include "tests/unit/harness/faults/fault_world.hpp"

#include <cstdint>
#include <map>
#include <string>

namespace rowlock::test {

/// What came of a replay.
struct ReplayOutcome {
    ProgramResult program;
    Json report;
    std::map<std::string, std::uint64_t> deals;
    std::uint64_t struck = 0;
    /// Jobs that stand open in the end.
    std::uint64_t open_jobs = 0;

    std::uint64_t tally(const char* name) const {
        return report["rows"][name].get<std::uint64_t>();
    }
};

/// Runs the load, with this fault in its file behind those that it has, on an org of its own.
ReplayOutcome replay(const FaultCase& fault, DealsLoad load, const Aim& aim);

/// What must hold whatever happened: nothing is doubled, every row is somewhere in the books, and
/// the books tell no more and no less than the org holds.
void check_books(const ReplayOutcome& outcome);

}  // namespace rowlock::test
