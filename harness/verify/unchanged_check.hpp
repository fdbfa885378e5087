#pragma once

#include "harness/verify/baseline_file.hpp"
#include "harness/verify/finding_files.hpp"
#include "harness/verify/org_answers.hpp"
#include "mockorg/base/record_id.hpp"

#include <vector>

namespace rowlock {

/// Compares an object's records with those of the baseline, outside of the load's `own` ones (ids,
/// ascending): created, changed, moved to another parent, deleted and undeleted ones are named;
/// only totals are compared where the baseline kept no more. Errors: bad_file for its side file,
/// those of the org.
Result<ProofCheck> check_unchanged(
    const OrgQuestions& org,
    const Baseline& baseline,
    const BaselineObject& object,
    std::vector<RecordId> own,
    FindingFiles& files
);

}  // namespace rowlock
