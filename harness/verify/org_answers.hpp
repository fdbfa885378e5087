#pragma once

#include "harness/query/org_questions.hpp"
#include "mockorg/base/result.hpp"

#include <cstdint>
#include <string>

namespace rowlock {

/// The failure of what the user stopped.
Failure stopped_by_user();

/// What the org's own clock shows, in milliseconds since 1970: a mock's clock, or the `Date` of an
/// answer, which is exact to the second and never ahead of the clock.
Result<std::int64_t> read_org_time(const AskFn& ask);

}  // namespace rowlock
