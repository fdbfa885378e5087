#pragma once

#include "harness/query/record_query.hpp"
#include "mockorg/base/result.hpp"

#include <string>

namespace rowlock {

/// The body of a GET that must be answered with 200. Errors: those of refusals, protocol_broken.
Result<std::string> get_body(const AskFn& ask, const std::string& path);

}  // namespace rowlock
