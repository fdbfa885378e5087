#pragma once

#include "harness/count/load_keys.hpp"
#include "harness/query/org_questions.hpp"
#include "harness/query/record_query.hpp"
#include "mockorg/base/record_id.hpp"
#include "mockorg/base/result.hpp"

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace rowlock {

/// The ids, ascending, of those of a selection's records that are meant.
using PickFn =
    std::function<Result<std::vector<RecordId>>(const OrgQuestions&, const RecordSelection&)>;

/// Some of an object's records, where no condition tells which.
struct RecordPick {
    /// Behind the object's name, in words: `that 2 jobs created`.
    std::string what;
    /// Differs if others are meant.
    std::uint64_t fingerprint = 0;
    /// There cannot be more of them: what is found beyond that is others'.
    std::uint64_t records_max = 0;
    PickFn find;
};

/// The records with these ids, in any order and each perhaps several times.
std::shared_ptr<const RecordPick> pick_ids(std::string what, std::vector<RecordId> ids);

/// The records that have the key of a load's row.
std::shared_ptr<const RecordPick> pick_keys(std::string what, LoadKeys keys);

/// Records of one object that are to be deleted.
struct DeletionTarget {
    RecordSelection selection;
    /// Null: all that the selection finds.
    std::shared_ptr<const RecordPick> pick;

    /// `with External_ID__c LIKE 'EXT-%'`, `that 2 jobs created`
    std::string text() const;
};

/// How many there are. A pick's ids are read for it.
Result<std::uint64_t> count_records(const OrgQuestions& org, const DeletionTarget& target);

/// How many deleted ones are still in the recycle bin.
Result<std::uint64_t> count_in_recycle_bin(const OrgQuestions& org, const DeletionTarget& target);

/// Their ids, ascending; 15 bytes each.
Result<std::vector<RecordId>> read_ids(const OrgQuestions& org, const DeletionTarget& target);

}  // namespace rowlock
