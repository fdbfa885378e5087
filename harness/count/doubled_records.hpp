#pragma once

#include "harness/count/record_key.hpp"
#include "harness/query/org_questions.hpp"
#include "mockorg/base/result.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace rowlock {

/// Records that share their key with another one.
struct DoubledRecords {
    std::uint64_t records = 0;
    /// Keys that more than one record has.
    std::uint64_t keys = 0;
    /// The records with them, without the first of each key.
    std::uint64_t duplicates = 0;
    std::vector<std::string> sample;
};

/// Looks for them by the values of a few fields, an external id or a business key. Records whose
/// values are all empty are none. 8 bytes of memory a record; reads a second time if there are any,
/// to write all records of such keys, with Id and key, to duplicates.csv in the folder (empty:
/// nowhere).
Result<DoubledRecords> find_doubled_records(
    const RecordSelection& selection,
    const RecordKey& key,
    const std::string& out_folder,
    const OrgQuestions& org
);

}  // namespace rowlock
