#pragma once

#include "harness/replay/row_key.hpp"

#include <cstddef>
#include <cstdint>
#include <vector>

namespace rowlock {

/// A row of a job whose text no result file had.
struct OpenRow {
    /// Rows of equal text: which of them is which makes no difference.
    std::uint64_t text = 0;
    LooseKeys keys;
};

/// A line of a result file whose text no row had.
struct OpenResult {
    LooseKeys keys;
    /// Results of equal number tell the same fate.
    std::uint32_t fate = 0;
};

/// A result found its row, both by position.
struct ResultOfRow {
    std::size_t row = 0;
    std::size_t result = 0;
};

/// What the pairing came to.
struct LeftoverPairs {
    std::vector<ResultOfRow> pairs;
    /// Neither found nor lost: results there are fit them and other rows as well.
    std::vector<std::size_t> ambiguous_rows;
    /// Told of by no result at all.
    std::vector<std::size_t> missing_rows;
    /// Results that fit none of the rows; only where rows are known by a key.
    std::vector<std::size_t> strange_results;
};

struct PairingRules {
    /// Rows have a key column, without which no result belongs to a row.
    bool by_key = false;
    /// It matters which record a result names, not only what became of the row.
    bool ids_matter = false;
};

/// Gives results to rows by keys that are less and less sure, and only where there is no choice:
/// one row for one result, rows of equal text, or as many results of one fate as rows that fit
/// them. What is left without a key column belongs together by having been left. There are no more
/// results than rows.
LeftoverPairs pair_leftovers(
    const std::vector<OpenRow>& rows, const std::vector<OpenResult>& results, PairingRules rules
);

}  // namespace rowlock
