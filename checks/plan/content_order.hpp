#pragma once

#include "checks/model/row_keys.hpp"

#include <cstdint>
#include <span>

namespace rowlock {

/// Sorts rows by their rank, of equals the first in the load first. An empty `row_rank` ranks rows
/// as they stand in the load. Linear for many rows, whatever their ranks.
void sort_by_content(std::span<RowNo> rows, std::span<const std::uint64_t> row_rank);

}  // namespace rowlock
