#pragma once

#include "harness/rehearse/rehearse.hpp"

#include <cstddef>
#include <functional>
#include <set>
#include <string>

namespace rowlock {

/// Tells values of a column apart.
using ValueOf = std::function<std::string(RowNumber)>;

/// Which of these values would have all their rows in one batch of the org if the load were ordered
/// by the column, rows of one value kept together: in partitions of the same sizes, cut into
/// batches as the strategy cuts them.
std::set<std::string> values_in_one_batch(
    const FinishedStrategy& finished,
    std::size_t column,
    const ValueOf& value_of,
    const std::set<std::string>& values
);

}  // namespace rowlock
