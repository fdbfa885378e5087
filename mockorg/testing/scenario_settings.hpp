#pragma once

#include "mockorg/testing/scenario.hpp"
#include "mockorg/testing/word_reader.hpp"

namespace rowlock {

/// Reads one line of a scenario's head into the scenario, the setting's name already taken. False
/// if there is no setting of that name. Errors stay with the reader.
bool read_setting(
    std::string_view name, WordReader& words, const ReadBeside& read_beside, Scenario& scenario
);

}  // namespace rowlock
