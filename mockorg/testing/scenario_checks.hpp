#pragma once

#include <optional>
#include <string>

#include "mockorg/testing/scenario_state.hpp"

namespace rowlock {

/// What was found instead, if the expectation does not hold.
std::optional<std::string> find_difference(const Expectation& expectation, ScenarioState& state);

}  // namespace rowlock
