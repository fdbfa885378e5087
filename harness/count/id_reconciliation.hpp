#pragma once

#include "harness/load/row_source.hpp"

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

namespace rowlock {

/// Compares the records there are with those that job results speak of, by id. Records in any
/// order; 22 bytes and a bit for each id.
class IdReconciliation {
public:
    /// `ids` by row number, all zero bytes where a row has no record. Several rows may have one
    /// record.
    explicit IdReconciliation(IdTable ids);

    /// Whether a row has the record of this id (15 or 18 characters).
    bool take(std::string_view id);

    /// Rows whose record was not taken, ascending.
    std::vector<RowNumber> missing_rows() const { return rows_that_are(false); }

    /// Rows whose record was, ascending.
    std::vector<RowNumber> found_rows() const { return rows_that_are(true); }

private:
    std::vector<RowNumber> rows_that_are(bool found) const;

    IdTable ids_;
    /// Rows with a record, by its id.
    std::vector<RowNumber> rows_;
    /// By place in `rows_`.
    std::vector<bool> found_;
};

}  // namespace rowlock
