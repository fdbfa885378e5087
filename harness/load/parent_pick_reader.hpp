#pragma once

#include "harness/load/located_json.hpp"
#include "harness/load/mistakes.hpp"
#include "harness/load/source_spec.hpp"

#include <optional>

namespace rowlock {

/// Reads the `pick` of a parent reference: a word or an object with one member. Nothing if it is
/// wrong.
std::optional<ParentPick> read_parent_pick(const LocatedJson& value, Mistakes& mistakes);

}  // namespace rowlock
