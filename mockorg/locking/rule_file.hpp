#pragma once

#include "mockorg/locking/lock_rule.hpp"

#include <string_view>
#include <vector>

namespace rowlock {

/// What read_lock_rules_file() gives, of a rule file's text: the shipped rules and behind them its
/// own. `file_name` is for errors.
Result<std::vector<LockRule>> lock_rules_of(std::string_view json, std::string_view file_name);

}  // namespace rowlock
