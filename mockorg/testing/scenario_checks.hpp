#pragma once

#include "mockorg/testing/scenario_state.hpp"

#include <optional>
#include <string>

namespace rowlock {

/// What was found instead, if the expectation does not hold.
std::optional<std::string> find_difference(const Expectation& expectation, ScenarioState& state);

}  // namespace rowlock
