#pragma once

#include "harness/verify/baseline_file.hpp"
#include "harness/verify/finding_files.hpp"
#include "harness/verify/org_answers.hpp"

#include <string>

namespace rowlock {

/// Compares an object's records with those of the baseline, outside of those that the condition
/// `own` finds (empty: there are none): created, changed, moved to another parent, deleted and
/// undeleted ones are named; only totals are compared where the baseline kept no more. Errors:
/// bad_file for its side file, those of the org.
Result<ProofCheck> check_unchanged(
    const OrgQuestions& org,
    const Baseline& baseline,
    const BaselineObject& object,
    const std::string& own,
    FindingFiles& files
);

}  // namespace rowlock
