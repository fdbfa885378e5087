#pragma once

#include "harness/load/load_step.hpp"
#include "mockorg/base/result.hpp"

#include <vector>

namespace rowlock {

/// Consecutive rows of a source.
struct PartitionRange {
    RowNumber first = 0;
    RowNumber size = 0;
};

/// The rows each partition of the step loads from a source of that size, in the source's own order.
/// They do not overlap. bad_configuration, without a place, if the source is too small.
Result<std::vector<PartitionRange>> partition_ranges(const LoadStep& step, RowNumber source_rows);

}  // namespace rowlock
