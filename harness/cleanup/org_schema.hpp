#pragma once

#include "harness/query/record_query.hpp"
#include "mockorg/base/result.hpp"
#include "mockorg/schema/schema.hpp"

#include <memory>
#include <string>
#include <vector>

namespace rowlock {

/// The standard objects and, as the org itself describes them, these objects and the custom ones
/// that a deletion of their records reaches: children that go with them, and children that stand in
/// the way. not_found (naming it) if the org has no such object.
Result<std::shared_ptr<const Schema>> read_org_schema(
    const AskFn& ask, const std::vector<std::string>& objects
);

}  // namespace rowlock
