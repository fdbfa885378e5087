#pragma once

#include "harness/calibrate/observation.hpp"
#include "harness/calibrate/org_files.hpp"
#include "mockorg/base/result.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace rowlock {

/// Whether a text is, or was meant for, an observation file: a JSON object with `runs`.
bool is_observation(std::string_view text);

/// Reads an observation file (docs/calibrate.md), with the files that it names, relative to its
/// folder. bad_file with every mistake, a line each: `file:line:column: message, what was
/// expected`.
Result<std::vector<ObservedRun>> read_observation(
    std::string_view text, const std::string& file_name
);

/// Puts what files tell into a run. Figures that it has already, stay.
void add_facts(ObservedRun& run, OrgFacts facts);

}  // namespace rowlock
