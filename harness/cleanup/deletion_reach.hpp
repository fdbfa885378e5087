#pragma once

#include "harness/cleanup/baseline_guard.hpp"
#include "harness/cleanup/deletion_target.hpp"
#include "harness/query/org_questions.hpp"
#include "mockorg/base/result.hpp"
#include "mockorg/schema/schema.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace rowlock {

/// Records that no condition finds and that a deletion touches all the same, because of a record
/// they refer to.
struct TouchedRecords {
    std::string object;
    /// From these records to the parent, e.g. `Opportunity.AccountId`; their own field where only
    /// ids tell them.
    std::string path;
    /// Object of the records that a condition finds.
    std::string parent;
    std::uint64_t records = 0;
};

/// What a deletion reaches beyond the records that its conditions find.
struct DeletionReach {
    /// They are deleted, too.
    std::vector<TouchedRecords> vanishing;
    /// They stay, and the field at the path's beginning is emptied.
    std::vector<TouchedRecords> cleared;
    /// What could not be counted, and why: `Task by WhatId: ...`.
    std::vector<std::string> uncounted;
};

struct ReachQuestion {
    const Schema& schema;
    /// Targets of which there are records.
    std::vector<DeletionTarget> roots;
    /// All that are to be deleted.
    std::vector<DeletionTarget> targets;
    /// Objects that may refer to deleted records and that the schema does not know.
    std::vector<std::string> unknown_objects;
    std::optional<BaselineGuard> baseline;
};

/// Counts what goes with the records of the roots, and what loses a reference, without those that
/// are targets themselves. Where no condition leads from the records to the root (references to
/// several objects, to the object itself, or further than five relationships) or tells which are
/// targets, ids are read and compared: 15 bytes each. Refuses with bad_configuration, naming
/// records, if some would stand in the way: children that no condition finds and that forbid the
/// delete of their parent; nothing is deleted then. With a baseline it refuses, too, if a record
/// that would be touched was created by then, or if that cannot be told, as far as the guard does
/// not allow it.
Result<DeletionReach> find_reach(const OrgQuestions& org, const ReachQuestion& question);

}  // namespace rowlock
