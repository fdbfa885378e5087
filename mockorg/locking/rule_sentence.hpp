#pragma once

#include "mockorg/locking/lock_rule.hpp"

#include <string>

namespace rowlock {

/// What the rule does, as a person would say it: "Inserting a Task locks the row behind Who,
/// if Status = 'Completed'."
std::string rule_sentence(const LockRule& rule);

/// What is known about it: "documented (TASK); setting unchanged-parent".
std::string rule_standing(const LockRule& rule);

}  // namespace rowlock
