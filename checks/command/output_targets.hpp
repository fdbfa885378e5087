#pragma once

#include "checks/command/input_options.hpp"
#include "mockorg/base/result.hpp"

#include <string>
#include <vector>

namespace rowlock {

/// A file that a command is told to write.
struct OutputTarget {
    /// For people: `--report json:x.json`.
    std::string option;
    std::string path;
};

/// All files that a request and its options name: a command that writes one of them would destroy
/// what it is about to read.
std::vector<std::string> input_paths(const InputRequest& request, const InputOptions& options);

/// bad_configuration if a target is one of the inputs, under whatever name, or another target.
/// Empty paths are none.
Result<void> check_output_targets(
    const std::vector<OutputTarget>& targets, const std::vector<std::string>& inputs
);

}  // namespace rowlock
