#pragma once

#include "harness/batcher/run.hpp"
#include "mockorg/base/result.hpp"

#include <string>
#include <vector>

namespace rowlock::batcher {

/// Which properties to check and which features cases are not to have, in words.
struct RunChoice {
    /// Properties by id or name; empty: all.
    std::vector<std::string> only;
    std::vector<std::string> skip;
    /// Names of features.
    std::vector<std::string> without;
};

/// Puts the choice into the settings. bad_configuration for a word that means nothing; its message
/// begins with `--only: `, `--skip: ` or `--without: `.
Result<void> choose(const RunChoice& choice, RunSettings& settings);

}  // namespace rowlock::batcher
