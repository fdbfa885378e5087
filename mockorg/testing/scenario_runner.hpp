#pragma once

#include "mockorg/testing/scenario.hpp"

#include <string>
#include <vector>

namespace rowlock {

/// One statement of a scenario that did not come out as written.
struct ScenarioFailure {
    std::string file;
    std::size_t line = 0;
    std::uint64_t seed = 0;
    std::string expected;
    std::string got;
};

/// `FILE:LINE: expected ..., got ... (seed N)`
std::string text_of(const ScenarioFailure& failure);

/// Runs a scenario once for each of its seeds, each time on a fresh org, and checks the org's
/// invariants at the end. Wrong expectations are collected; a statement that cannot be carried out
/// ends its seed's run. Empty if all went as written. Fails when the lock rules do not fit the
/// schema.
Result<std::vector<ScenarioFailure>> run_scenario(const Scenario& scenario);

}  // namespace rowlock
