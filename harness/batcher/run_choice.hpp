#pragma once

#include "harness/batcher/run.hpp"
#include "mockorg/base/result.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace rowlock::batcher {

/// Which properties to check and which features cases are not to have, in words.
struct RunChoice {
    /// Properties by id or name; empty: all.
    std::vector<std::string> only;
    std::vector<std::string> skip;
    /// Names of features.
    std::vector<std::string> without;
    /// What errors put before the name of an option: `--only` on a command line, `.only` in C++.
    std::string_view prefix = "--";
};

/// Puts the choice into the settings. bad_configuration for a word that means nothing; its message
/// begins with `--only: `, `--skip: ` or `--without: `.
Result<void> choose(const RunChoice& choice, RunSettings& settings);

}  // namespace rowlock::batcher
