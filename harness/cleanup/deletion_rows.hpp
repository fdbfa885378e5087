#pragma once

#include "checks/model/row_keys.hpp"
#include "harness/cleanup/deletion_target.hpp"
#include "harness/load/row_source.hpp"
#include "harness/query/org_questions.hpp"
#include "mockorg/base/result.hpp"
#include "mockorg/locking/lock_rules.hpp"
#include "mockorg/schema/schema.hpp"

#include <functional>
#include <string>
#include <vector>

namespace rowlock {

/// A reference whose target a delete locks.
struct LockingReference {
    std::string field;
    /// Only in some orgs.
    bool soft = false;
};

/// What a delete of an object's records locks beside the records themselves.
struct DeletionLocks {
    /// By field name. What lies further up (the account of a line item's opportunity) is not among
    /// them.
    std::vector<LockingReference> references;
    /// One lock of the whole org, such as that of group memberships: one batch at a time.
    bool whole_org = false;
};

/// By the lock rules. The object is in the schema.
DeletionLocks locks_of_deletion(
    const Schema& schema, const LockRules& rules, const std::string& object
);

/// Records to be deleted, and what each of them locks.
struct DeletionRows {
    IdTable ids;
    RowKeys keys;
};

/// Reads them by a bulk query, in the order in which it finds them. `go_on` hears how many there
/// are so far; false stops there.
Result<DeletionRows> read_deletion_rows(
    const OrgQuestions& org,
    const DeletionTarget& target,
    const DeletionLocks& locks,
    const std::function<bool(std::uint64_t)>& go_on
);

}  // namespace rowlock
