#pragma once

#include "checks/input/input_request.hpp"
#include "checks/input/loaded_input.hpp"
#include "mockorg/base/result.hpp"

#include <string>
#include <string_view>

namespace rowlock {

/// Why there is such a rule, for people: its evidence and note.
std::string rule_basis(const LockRules& rules, const std::string& id);

/// The row that a user names: `12` is the twelfth of the load, `b.csv:12` of a file, from 1. Fails
/// (bad_configuration) if there is no such row.
Result<RowNo> find_named_row(const LoadedInput& input, std::string_view name);

/// What the row locks and by which rules, and what of its locks files leave open, a line for each.
std::string explanation_text(const LoadedInput& input, const InputRequest& request, RowNo row);

/// The same as a JSON object.
std::string explanation_json(const LoadedInput& input, const InputRequest& request, RowNo row);

}  // namespace rowlock
