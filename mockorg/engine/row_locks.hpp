#pragma once

#include "mockorg/engine/record_writer.hpp"
#include "mockorg/engine/world.hpp"

#include <vector>

namespace rowlock {

/// Appends the keys that writing this row takes. A row whose record cannot be found takes none: its
/// save will fail for that reason.
void collect_row_locks(
    World& world,
    const ObjectType& object,
    Operation operation,
    const RowTarget& target,
    InputRow row,
    std::uint16_t row_in_chunk,
    std::vector<WantedLock>& out
);

}  // namespace rowlock
