#pragma once

#include "checks/bounds/batch_limits.hpp"
#include "checks/model/row_keys.hpp"

#include <span>
#include <vector>

namespace rowlock {

/// The rows of each key and their bytes. `row_bytes` is by row; empty if sizes do not matter.
std::vector<LoadSize> measure_keys(const RowKeys& rows, std::span<const std::uint32_t> row_bytes);

/// All rows together.
LoadSize measure_rows(const RowKeys& rows, std::span<const std::uint32_t> row_bytes);

/// Sizes to bound and plan with. A row that alone exceeds a batch is sent in one all the same, so
/// it counts as one full batch, not as several. Empty if no row does: then the sizes themselves
/// will do.
std::vector<std::uint32_t> without_excess(
    std::span<const std::uint32_t> row_bytes, const BatchLimits& limits
);

/// The `count` keys with the most rows, heaviest first, of equals the smaller number first; keys of
/// no row are left out.
std::vector<KeyNo> heaviest_keys(std::span<const LoadSize> loads, std::size_t count);

}  // namespace rowlock
