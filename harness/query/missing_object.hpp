#pragma once

#include "harness/query/record_query.hpp"
#include "mockorg/base/result.hpp"

#include <string>

namespace rowlock {

/// What an org's refusal of a question about an object means: if its list of objects has none of
/// that name, bad_configuration with the one that was probably meant; otherwise, and where the org
/// does not give the list, the refusal as it is. Asks only after a refusal that could mean it.
Error explain_refusal(const AskFn& ask, const std::string& object, Error refusal);

}  // namespace rowlock
