#pragma once

#include "harness/count/load_results.hpp"
#include "harness/count/record_key.hpp"
#include "harness/query/org_questions.hpp"
#include "mockorg/base/result.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace rowlock {

/// How the records there are compare with what jobs told of theirs.
struct ResultCheck {
    std::uint64_t records = 0;
    /// Rows that succeeded, and whose record is not there.
    std::uint64_t missing = 0;
    /// Rows that were deleted, and whose record is there all the same.
    std::uint64_t left = 0;
    /// Records that no row's outcome speaks of, and that are of no row whose outcome is open.
    /// Without a condition nobody can tell them from others' records, and none is counted.
    std::uint64_t extra = 0;
    /// Records that may be of a row whose outcome is not known (yet): those with the key of such a
    /// row, or where there is no key all that no outcome speaks of.
    std::uint64_t undecided = 0;
    /// Such records that have the key of a row.
    std::uint64_t duplicates = 0;
    std::vector<std::string> missing_sample;
    std::vector<std::string> left_sample;
    std::vector<std::string> extra_sample;
    std::vector<std::string> undecided_sample;
    std::vector<std::string> duplicate_sample;
};

struct ResultQuestion {
    RecordSelection selection;
    /// Null: `ids` are of jobs that stand for themselves.
    const CountedLoad* counted = nullptr;
    /// Null without a load; its ids are used up.
    LoadResults* results = nullptr;
    IdTable ids;
    /// Without a load: rows of the jobs have no outcome yet.
    bool outcomes_open = false;
    /// The jobs deleted: their records must not be there, and others are nobody's business.
    bool removes = false;
    /// Several rows of one key are about one record.
    bool rows_share_records = false;
    /// Columns that tell a duplicate from another record; may be empty. With a load.
    RecordKey key;
    std::string out_folder;
};

/// Reads the records' ids by a bulk query; some 50 bytes of memory a row. Into the folder go
/// missing.csv, extra.csv, undecided.csv and duplicates.csv and, with a load, failed.csv,
/// unprocessed.csv and unknown.csv: rows as in the load, byte for byte; records with Id and key.
/// Jobs that deleted have left.csv in place of missing.csv.
Result<ResultCheck> check_results(ResultQuestion question, const OrgQuestions& org);

}  // namespace rowlock
