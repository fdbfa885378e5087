#pragma once

#include "harness/load/load_step.hpp"
#include "harness/load/object_reader.hpp"

#include <span>
#include <string_view>

namespace rowlock {

/// Sets what the object says of a step and leaves the rest as it is. `source_names` by number.
void read_step_members(
    ObjectReader& object, std::span<const std::string_view> source_names, LoadStep& step
);

/// Sets the time between batches if the object has a member `interval`.
void read_interval(ObjectReader& object, Interval& interval);

/// Settles what depends on other members, once all are read: rows per batch where nothing was said,
/// no external id where the operation has none.
void complete_step(LoadStep& step);

/// The rows per batch of a step before complete_step, if the file does not say.
inline constexpr RowNumber k_batch_rows_not_given = 0;

}  // namespace rowlock
