#pragma once

#include "harness/count/count_inputs.hpp"
#include "harness/count/count_rows.hpp"
#include "harness/count/doubled_records.hpp"
#include "harness/count/job_results.hpp"
#include "harness/count/report_records.hpp"
#include "harness/count/result_check.hpp"
#include "harness/query/org_questions.hpp"
#include "harness/replay/row_tally.hpp"
#include "mockorg/base/result.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace rowlock {

/// What was compared with what.
enum class Comparison : std::uint8_t {
    /// The rows of a report with each other: whether they add up, and all arrived.
    report_sum,
    /// How many records there are, and how many there should be.
    record_number,
    /// Each row of a load with the records, by a key.
    rows_by_key,
    /// Each row with what its job tells became of it.
    job_outcomes,
    /// Each record that jobs tell of with those there are.
    records_by_id,
    /// The records with each other, by a key.
    repeated_keys,
};

/// All that a count found out.
struct CountAnswer {
    RecordSelection selection;
    /// Of the load, the report or the jobs; empty: none of them was given.
    std::string operation;
    std::vector<Comparison> compared;
    /// Columns that rows and records are known by; may be empty.
    std::vector<std::string> key;
    std::uint64_t records = 0;
    /// Of the report; of `--expect` it is one number.
    std::optional<RecordRange> expected_records;
    /// The report's, or what the jobs tell.
    std::optional<RowTally> rows;
    /// By partition, with a journal.
    std::vector<RowTally> partitions;
    std::vector<JobFacts> jobs;
    std::vector<std::string> open_jobs;
    std::optional<ResultCheck> results;
    std::optional<RowCount> comparison;
    std::optional<DoubledRecords> doubled;
    /// Sentences about what is not as it should be.
    std::vector<std::string> findings;
    /// And about what is worth knowing.
    std::vector<std::string> notes;
    bool interrupted = false;

    /// Rows of which the org told what became of them; with `rows`.
    std::uint64_t rows_accounted() const {
        return rows->succeeded() + rows->failed + rows->unprocessed;
    }

    bool has_compared(Comparison what) const;

    /// Rows that succeeded have no record any more.
    bool removes() const;

    /// Whether records are looked for that no row speaks of: only a condition tells them from
    /// others', and a load that deletes says nothing of them.
    bool seeks_extra() const { return !selection.where.empty() && !removes(); }
};

/// Compares the org's records, of which there are `answer.records`, with all that the inputs say of
/// them. `target` is the org's address, for the journal.
Result<void> find_answer(
    const CountOptions& options,
    const CountInputs& inputs,
    const std::string& target,
    const OrgQuestions& org,
    CountAnswer& answer
);

}  // namespace rowlock
