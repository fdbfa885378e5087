#pragma once

#include "harness/query/record_query.hpp"
#include "mockorg/base/result.hpp"
#include "mockorg/schema/schema.hpp"

#include <memory>
#include <string>
#include <vector>

namespace rowlock {

/// What an org says of the objects that a deletion concerns.
struct OrgSchema {
    std::shared_ptr<const Schema> schema;
    /// Children there were too many to describe.
    std::vector<std::string> not_described;
};

/// The standard objects and, as the org itself describes them, these objects and the custom ones
/// that a deletion of their records reaches: children that go with them, that stand in the way, and
/// that lose a reference. not_found (naming it) if the org has no such object.
Result<OrgSchema> read_org_schema(const AskFn& ask, const std::vector<std::string>& objects);

}  // namespace rowlock
