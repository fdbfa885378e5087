#pragma once

#include "mockorg/schema/roll_up.hpp"
#include "mockorg/schema/schema.hpp"

#include <vector>

namespace rowlock {

/// Sums that the platform keeps without being told: the members of a campaign. They are no roll-up
/// summaries to a describe, nor to what locks. [Object reference, Campaign]
std::vector<RollUp> standard_summaries(const Schema& schema);

}  // namespace rowlock
