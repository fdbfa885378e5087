#pragma once

#include "harness/load/row_partitions.hpp"
#include "harness/load/row_source.hpp"
#include "harness/replay/bulk2_requests.hpp"
#include "harness/replay/leftover_pairing.hpp"
#include "harness/replay/result_ledger.hpp"
#include "harness/replay/row_key.hpp"
#include "harness/replay/row_matcher.hpp"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace rowlock {

/// The rows of one job, as they were sent.
struct SentRows {
    const RowSequence* sequence = nullptr;
    RowNumber first = 0;
    RowNumber count = 0;
    /// The rows' exact keys, in the order sent.
    std::vector<std::uint64_t> keys;

    RowNumber row(std::size_t position) const {
        return (*sequence)[first + static_cast<RowNumber>(position)];
    }
};

/// What a job's rows are recognised by, the same for all jobs of a load. Source and ids outlive it.
struct RowIdentity {
    const RowSource* source = nullptr;
    std::span<const IdTable> ids;
    /// Of the external id of an upsert, or of the ids of an update or delete.
    std::optional<std::size_t> key_column;

    CsvFormat format() const { return source->format(); }
};

/// Writes a row's outcome into the ledger and, unless `ids` is null, its record's id into the
/// table.
void record_outcome(ResultLedger& ledger, IdTable* ids, RowNumber row, const KnownOutcome& outcome);

/// Reads one ended job's result files and gives each of its rows its outcome, at most once. Rows
/// are known by the exact text of all their cells; those whose cells the org wrote anew, when all
/// files are read, by what their values mean, as far as that leaves no choice (see pair_leftovers).
/// Rows that could have several outcomes stay `sent`.
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

    /// Outcomes left over find their rows; rows without an outcome are missing. protocol_broken if
    /// there is an outcome of a row that was not sent.
    Result<void> finish();

    /// Rows that stayed `sent` because outcomes left over fit several of them.
    std::uint64_t ambiguous_rows() const { return ambiguous_rows_; }

private:
    struct Columns;

    /// An outcome whose row's text was not found.
    struct Leftover {
        KnownOutcome outcome;
        LooseKeys keys;
        std::size_t line = 0;
        ResultFile file = ResultFile::successful;
    };

    Result<Columns> find_columns(ResultFile file, const std::vector<CsvCell>& header) const;
    Result<void> take(
        ResultFile file, std::size_t line, const Columns& columns, const std::vector<CsvCell>& cells
    );
    std::vector<OpenResult> open_results() const;
    void settle(std::size_t position, const KnownOutcome& outcome);

    const SentRows& rows_;
    const RowIdentity& identity_;
    ResultLedger& ledger_;
    IdTable* ids_;
    RowMatcher matcher_;
    std::vector<Leftover> leftovers_;
    /// The cells of a line, in the order of our own columns.
    std::vector<std::string_view> cells_;
    std::uint64_t ambiguous_rows_ = 0;
};

}  // namespace rowlock
