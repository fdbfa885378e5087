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

}  // namespace rowlock
