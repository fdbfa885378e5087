#pragma once

#include "harness/load/row_source.hpp"

#include <cstddef>
#include <span>
#include <vector>

namespace rowlock {

/// Sorts row numbers by a column, stable: a parent reference by the parent's record id (rows whose
/// parent has none first), any other column by its text, byte by byte. `ids` as for RowSource.
void sort_rows(
    const RowSource& source,
    std::size_t column,
    std::span<const IdTable> ids,
    std::vector<RowNumber>& rows
);

/// For each of the sorted rows whether its value in the column differs from that of the row before.
std::vector<bool> group_starts(
    const RowSource& source,
    std::size_t column,
    std::span<const IdTable> ids,
    const std::vector<RowNumber>& sorted
);

}  // namespace rowlock
