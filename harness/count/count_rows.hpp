#pragma once

#include "harness/count/load_results.hpp"
#include "harness/count/record_key.hpp"
#include "harness/query/org_questions.hpp"
#include "mockorg/base/result.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace rowlock {

/// What is compared: the rows of a strategy's load with the records that a condition finds.
struct RowCountQuestion {
    CountedLoad counted;
    /// Columns that rows and records are known by.
    RecordKey key;
    /// Without a condition nobody can tell records of no row from others', and none is extra.
    RecordSelection selection;
    /// Where missing.csv and left.csv (ReloadableRows), extra.csv and duplicates.csv (Id and
    /// key) go; empty: nowhere.
    std::string out_folder;
    /// The rows' records are to be no more, as those of a load that deletes.
    bool gone = false;
};

/// How the org's records and the load's rows compare, one by one.
struct RowCount {
    std::uint64_t rows = 0;
    /// That the rows make, or are about, together: rows of one external id share theirs.
    std::uint64_t records_due = 0;
    /// That the condition finds.
    std::uint64_t records = 0;
    /// Rows with a record.
    std::uint64_t found = 0;
    /// Rows without one; 0 if the records are to be no more.
    std::uint64_t missing = 0;
    /// Rows whose record is to be no more, and is still there.
    std::uint64_t left = 0;
    std::uint64_t extra = 0;
    std::uint64_t duplicates = 0;
    /// Rows of the load that share their key with a row before them.
    std::uint64_t ambiguous = 0;
    std::vector<std::uint64_t> rows_by_partition;
    std::vector<std::uint64_t> missing_by_partition;
    /// A few keys of each kind, for the report.
    std::vector<std::string> missing_sample;
    std::vector<std::string> left_sample;
    std::vector<std::string> extra_sample;
    std::vector<std::string> duplicate_sample;
    /// Columns of parents that the written rows are without (ReloadableRows::emptied).
    std::vector<std::string> emptied_columns;

    std::uint64_t faults() const { return missing + left + extra + duplicates; }
};

/// How many records of the load there should be in the end, without an org to tell which keys mean
/// the same: by their texts. Errors: those of the load's plan.
Result<std::uint64_t> records_due(const CountedLoad& counted);

/// Reads the records by a bulk query, some 30 bytes of memory per row of the load and one page of
/// records. bad_configuration if the key is no column of the rows; bad_file if a file cannot be
/// written.
Result<RowCount> count_rows(const RowCountQuestion& question, const OrgQuestions& org);

}  // namespace rowlock
