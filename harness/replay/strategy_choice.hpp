#pragma once

#include "harness/load/load.hpp"

#include <string>

namespace rowlock {

/// The strategy of that name; the error (bad_configuration) lists the names there are.
Result<const Strategy*> find_strategy(const Load& load, const std::string& name);

}  // namespace rowlock
