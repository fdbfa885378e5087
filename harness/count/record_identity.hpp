#pragma once

#include "harness/count/record_key.hpp"
#include "harness/load/load_step.hpp"
#include "harness/query/record_query.hpp"
#include "mockorg/base/result.hpp"

#include <string>

namespace rowlock {

/// The step's identity_column() with what the org tells of it; empty if there is none. Errors: the
/// org's.
Result<RecordKey> read_identity(const AskFn& ask, const std::string& object, const LoadStep& step);

}  // namespace rowlock
