#pragma once

#include "harness/batcher/abstract_case.hpp"
#include "mockorg/base/result.hpp"

#include <string>
#include <string_view>

namespace rowlock::batcher {

/// The case as JSON, always the same bytes; `property` says which one it broke, and may be empty.
std::string case_json(const AbstractCase& abstract, std::string_view property);

/// Reads what case_json writes. bad_file, naming `file`, for anything else.
Result<AbstractCase> parse_case(std::string_view json, std::string_view file);

}  // namespace rowlock::batcher
