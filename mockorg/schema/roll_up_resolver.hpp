#pragma once

#include "mockorg/base/result.hpp"
#include "mockorg/schema/schema.hpp"
#include "mockorg/schema/schema_draft.hpp"

#include <vector>

namespace rowlock {

/// The draft's roll-up summaries, with names resolved against the schema built from it. Fails with
/// bad_file, naming object and field, where a name is unknown, the reference does not lead to the
/// summary's object or may be left without one that goes with it, the types do not fit, or chains
/// of summaries run in a circle.
Result<std::vector<RollUp>> resolve_roll_ups(const Schema& schema, const SchemaDraft& draft);

}  // namespace rowlock
