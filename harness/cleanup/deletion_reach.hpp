#pragma once

#include "harness/query/record_query.hpp"
#include "mockorg/base/result.hpp"
#include "mockorg/schema/schema.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace rowlock {

/// Records that no condition finds and that are deleted all the same, because a parent of theirs
/// is.
struct VanishingRecords {
    std::string object;
    /// From these records to the parent, e.g. `Opportunity.AccountId`.
    std::string path;
    std::string parent;
    std::uint64_t records = 0;
};

/// What a deletion reaches beyond the records that its conditions find.
struct DeletionReach {
    std::vector<VanishingRecords> vanishing;
    /// What could not be counted, and why: `Task by WhatId: ...`.
    std::vector<std::string> uncounted;
};

/// Counts what goes with the records of `roots`, down to three relationships below them, without
/// those that one of the `selections` finds. Refuses with bad_configuration, naming records, if
/// some would stand in the way: children that no condition finds and that forbid the delete of
/// their parent; nothing is deleted then. `baseline_ms`: refuses, too, if a record that goes with
/// others was created by then (on the org's clock), or if that cannot be told.
Result<DeletionReach> find_reach(
    const AskFn& ask,
    const Schema& schema,
    const std::vector<RecordSelection>& roots,
    const std::vector<RecordSelection>& selections,
    std::optional<std::int64_t> baseline_ms
);

/// Refuses with bad_configuration, saying how many and naming some, if the condition finds records
/// that the org had when the baseline was taken: created by then.
Result<void> check_not_in_baseline(
    const AskFn& ask, const RecordSelection& selection, std::int64_t baseline_ms
);

}  // namespace rowlock
