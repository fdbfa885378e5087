#pragma once

#include "harness/load/source_spec.hpp"
#include "mockorg/base/io.hpp"

#include <optional>
#include <string>
#include <vector>

namespace rowlock {

struct ScheduleCommandOptions {
    /// `LOAD@TIME`, or schedule files.
    std::vector<std::string> loads;
    /// Names of profiles `A,B`; empty: the usual ones and the loads' own.
    std::vector<std::string> profiles;
    unsigned seeds = 2;
    std::optional<RowNumber> rows;
    unsigned witnesses = 5;
    unsigned threads = 2;
    bool json = false;
};

/// `rowlock schedule-check`: which loads overlap, which would contend, and how far apart they would
/// have to begin. Exit code: finding if two of them would contend.
int run_schedule_check(const ScheduleCommandOptions& options, Io& io);

}  // namespace rowlock
