#pragma once

#include "harness/cleanup/deletion_target.hpp"
#include "harness/cleanup/hanging_records.hpp"
#include "mockorg/base/result.hpp"

#include <cstdint>
#include <string>

namespace rowlock {

/// What a deletion must not touch, and what the user allows all the same.
struct BaselineGuard {
    /// Records created by then are not to be deleted; milliseconds since 1970 on the org's clock.
    std::int64_t taken_ms = 0;
    /// Their references to deleted records may be cleared.
    bool cleared_lookups_allowed = false;
    /// What the org does not let us count may be touched.
    bool uncounted_allowed = false;
};

/// Refuses with bad_configuration, saying how many and naming some, if the org had some of the
/// records when the baseline was taken. `what`: how they are touched, as a sentence's beginning;
/// `advice`: its end.
Result<void> refuse_older(
    const OrgQuestions& org,
    const HangingRecords& records,
    const BaselineGuard& guard,
    const std::string& what,
    const std::string& advice
);

/// The same for the records to be deleted themselves.
Result<void> check_not_in_baseline(
    const OrgQuestions& org, const DeletionTarget& target, const BaselineGuard& guard
);

}  // namespace rowlock
