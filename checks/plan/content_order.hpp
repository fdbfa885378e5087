#pragma once

#include "checks/model/row_keys.hpp"

#include <cstdint>
#include <span>

namespace rowlock {

/// Sorts rows by their rank, of equals the one with the smaller number first. Linear for many rows,
/// whatever their ranks.
void sort_by_content(std::span<RowNo> rows, std::span<const std::uint64_t> row_rank);

}  // namespace rowlock
