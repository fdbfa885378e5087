#pragma once

#include "mockorg/engine/org.hpp"

#include <functional>

namespace rowlock {

/// Moves the org's clock from event to event until that is so, or nothing more happens by itself.
void run_until(Org& org, const std::function<bool()>& done);

/// The same until nothing more happens by itself.
void run_until_idle(Org& org);

}  // namespace rowlock
