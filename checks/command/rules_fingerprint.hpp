#pragma once

#include "mockorg/locking/lock_rules.hpp"

#include <string>

namespace rowlock {

/// 16 hexadecimal digits that change when a rule does: a plan is good only under the rules it was
/// made for.
std::string rules_fingerprint(const LockRules& rules);

}  // namespace rowlock
