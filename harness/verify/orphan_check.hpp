#pragma once

#include "harness/verify/finding_files.hpp"
#include "harness/verify/org_answers.hpp"

#include <string>

namespace rowlock {

/// Looks for records of the object that refer to a record that is not there (or is in the recycle
/// bin), and for those without a parent they must have. Owners, users and record types are no
/// parents. Where a reference has one target the org is asked (`NOT IN`), and where it has several,
/// or the org refuses, ids are read and compared: 30 bytes for each record that refers, 15 for each
/// possible parent. Not possible where the org does not show an object that is referred to. Errors:
/// those of the org.
Result<ProofCheck> check_orphans(
    const OrgQuestions& org, const std::string& object, FindingFiles& files
);

}  // namespace rowlock
