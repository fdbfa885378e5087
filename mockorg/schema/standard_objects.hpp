#pragma once

#include "mockorg/schema/schema_draft.hpp"

namespace rowlock {

/// The shipped standard objects as a draft, onto which schema files are merged. Read once.
const SchemaDraft& standard_draft();

}  // namespace rowlock
