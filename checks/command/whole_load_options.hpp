#pragma once

#include "mockorg/base/result.hpp"

#include <string>
#include <vector>

namespace rowlock {

/// Options of `rowlock check` that are about the load as a whole. Parts of a load know too little
/// for them: `rowlock map` and `rowlock merge` take them only to say why not.
struct WholeLoadOptions {
    std::string plan_file;
    std::vector<std::string> beside;
    std::string finished_file;
    std::string failed_results_file;
    std::string explain;
};

/// bad_configuration for the first one given, with the reason and what to do in place of it.
Result<void> refuse_for_parts(const WholeLoadOptions& options);

}  // namespace rowlock
