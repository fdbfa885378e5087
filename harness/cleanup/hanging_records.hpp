#pragma once

#include "harness/query/org_questions.hpp"
#include "harness/query/record_query.hpp"
#include "mockorg/base/record_id.hpp"
#include "mockorg/base/result.hpp"

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace rowlock {

/// Records that refer to others which are to be deleted.
struct HangingRecords {
    /// Just these or, with `parents`, those that may be.
    RecordSelection selection;
    /// Where the parent's id stands (`Id`: these are themselves the records meant); empty where the
    /// selection says it all.
    std::string field;
    /// The ids referred to, ascending, where no condition can tell them; null: the selection does.
    std::shared_ptr<const std::vector<RecordId>> parents;
    /// With `parents`: records that are not meant, ascending; null: none.
    std::shared_ptr<const std::vector<RecordId>> spared = nullptr;

    /// Those of them that a further condition finds.
    HangingRecords with(const std::string& condition) const;
};

/// How many there are, and which as far as that had to be found out.
struct FoundRecords {
    std::uint64_t records = 0;
    /// Ascending; nothing where a count was enough.
    std::vector<RecordId> ids;
};

/// Counts them: by one question, or where ids must be compared by a bulk query of all that may be
/// meant, 15 bytes for each that is. Errors: those of the org.
Result<FoundRecords> find_records(const OrgQuestions& org, const HangingRecords& hanging);

/// Up to five ids, for people.
Result<std::string> some_ids(const OrgQuestions& org, const HangingRecords& hanging);

}  // namespace rowlock
