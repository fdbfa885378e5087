#pragma once

#include "mockorg/engine/org.hpp"

namespace rowlock {

/// Moves the org's clock from event to event until nothing more happens by itself.
void run_until_idle(Org& org);

}  // namespace rowlock
