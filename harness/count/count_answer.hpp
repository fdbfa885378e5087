#pragma once

#include "harness/count/count_inputs.hpp"
#include "harness/count/count_rows.hpp"
#include "harness/count/doubled_records.hpp"
#include "harness/count/job_results.hpp"
#include "harness/count/result_check.hpp"
#include "harness/query/org_questions.hpp"
#include "harness/replay/row_tally.hpp"
#include "mockorg/base/result.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace rowlock {

/// All that a count found out.
struct CountAnswer {
    RecordSelection selection;
    std::uint64_t records = 0;
    std::optional<std::uint64_t> expected_records;
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
    bool interrupted = false;

    /// Rows of which the org told what became of them; with `rows`.
    std::uint64_t rows_accounted() const {
        return rows->succeeded() + rows->failed + rows->unprocessed;
    }

    /// There was something to compare with.
    bool compared() const { return expected_records || rows || results || comparison || doubled; }
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
