#pragma once

#include "harness/load/row_partitions.hpp"
#include "harness/load/row_source.hpp"
#include "harness/replay/bulk2_requests.hpp"
#include "harness/replay/result_ledger.hpp"
#include "harness/replay/row_key.hpp"
#include "harness/replay/row_matcher.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace rowlock {

/// The rows of one job, as they were sent.
struct SentRows {
    const RowSequence* sequence = nullptr;
    RowNumber first = 0;
    RowNumber count = 0;
    /// The rows' keys, in the order sent.
    std::vector<std::uint64_t> keys;

    RowNumber row(std::size_t position) const {
        return (*sequence)[first + static_cast<RowNumber>(position)];
    }
};

/// What a job's rows are recognised by, the same for all jobs of a load.
struct RowIdentity {
    std::vector<std::string> columns;
    std::optional<std::size_t> key_column;
    CsvFormat format;
};

/// Writes a row's outcome into the ledger and, unless `ids` is null, its record's id into the
/// table.
void record_outcome(ResultLedger& ledger, IdTable* ids, RowNumber row, const KnownOutcome& outcome);

/// Reads one ended job's result files and gives each of its rows its outcome, exactly once. Where
/// rows are only known by content and the org wrote a value anew in a way we cannot see through,
/// outcomes left over go to the rows left over, in order: the counts stay exact.
class JobAccounting {
public:
    /// `rows`, `identity`, `ledger` and `ids` (nothing: ids are not kept) must outlive it.
    JobAccounting(
        const SentRows& rows, const RowIdentity& identity, ResultLedger& ledger, IdTable* ids
    );

    /// Result files in any order, each once. protocol_broken: what is wrong with the file, in
    /// words.
    Result<void> read(ResultFile file, std::string_view csv);

    /// No row's outcome is open any more: the result files not read yet hold nothing.
    bool complete() const { return matcher_.left() == leftovers_.size(); }

    /// Outcomes left over find their rows; rows without an outcome are missing.
    void finish();

private:
    struct Columns;

    Result<Columns> find_columns(ResultFile file, const std::vector<CsvCell>& header) const;
    std::uint64_t key_of(const Columns& columns, const std::vector<CsvCell>& cells) const;
    void settle(std::size_t position, const KnownOutcome& outcome);

    const SentRows& rows_;
    const RowIdentity& identity_;
    ResultLedger& ledger_;
    IdTable* ids_;
    RowMatcher matcher_;
    std::vector<KnownOutcome> leftovers_;
};

}  // namespace rowlock
