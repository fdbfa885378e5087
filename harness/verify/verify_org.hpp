#pragma once

#include "harness/verify/baseline_file.hpp"
#include "harness/verify/record_expectations.hpp"
#include "mockorg/base/time.hpp"
#include "mockorg/schema/schema.hpp"

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace rowlock {

/// What is to be proven of an org.
struct VerifyQuestion {
    std::optional<Baseline> baseline;
    /// Whose references, and roll-up summaries, are looked at.
    std::vector<std::string> objects;
    OwnRecords own{ObjectConditions{}};
    /// Rows that name the load's own records, where no condition finds them.
    std::vector<std::shared_ptr<const ExpectedRows>> own_rows;
    /// What a replay's report says of itself; nothing: there is none.
    std::optional<ProofCheck> report;
    std::vector<RecordExpectation> expectations;
    /// Null: roll-up summaries are not known.
    std::shared_ptr<const Schema> schema;
    /// How long to wait for jobs to be over, with a look every few seconds.
    Duration wait{};
    /// Hears what is being looked at.
    std::function<void(const std::string&)> on_step;
};

/// Looks at everything, one check after another. What could not be asked because nothing was given
/// to compare with is among the checks, as not possible. Errors: those of the org, bad_file.
Result<Proof> verify_org(
    const OrgQuestions& org, const VerifyQuestion& question, FindingFiles& files
);

}  // namespace rowlock
