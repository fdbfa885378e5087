#pragma once

#include "mockorg/base/result.hpp"
#include "mockorg/explain/ledger_report.hpp"
#include "mockorg/schema/schema.hpp"

#include <string>

namespace rowlock {

/// bad_configuration if the key is no record id, or no object's ids begin like it: with the object
/// or the beginning that was probably meant.
Result<void> check_key(const std::string& key, const Schema& schema);

/// The same where only a ledger is at hand: besides the standard objects there may be custom ones,
/// whose ids begin with an `a`, and those that the ledger names.
Result<void> check_key(const std::string& key, const LedgerReport& report);

}  // namespace rowlock
