#pragma once

#include "harness/verify/finding_files.hpp"
#include "harness/verify/org_answers.hpp"
#include "mockorg/schema/schema.hpp"

#include <string>

namespace rowlock {

/// Recounts one of the schema's roll-up summaries from the details that the org has. What roll-ups
/// there are stands in no describe answer, so a schema file or SFDX project has to tell. Errors:
/// those of the org.
Result<ProofCheck> check_roll_up(
    const OrgQuestions& org, const Schema& schema, const RollUp& roll_up, FindingFiles& files
);

}  // namespace rowlock
