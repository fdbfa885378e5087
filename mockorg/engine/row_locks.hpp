#pragma once

#include "mockorg/engine/record_writer.hpp"
#include "mockorg/engine/world.hpp"

#include <span>
#include <vector>

namespace rowlock {

/// Appends the keys that writing this row takes, what automation does with it included; for a
/// delete or undelete also those of all that goes or comes back along with it, and of whoever loses
/// a reference, as far as they are there now; for a purge no others than the purged rows' own. A
/// row whose record cannot be found takes none: its save will fail for that reason.
void collect_row_locks(
    World& world,
    const ObjectType& object,
    Operation operation,
    const RowTarget& target,
    InputRow row,
    std::uint16_t row_in_chunk,
    std::vector<WantedLock>& out
);

/// The keys of these records, all of one object, as a transaction that changes nothing else about
/// them takes them; each record's position in the list stands for its row.
std::vector<WantedLock> own_row_locks(
    const LockRules& rules, std::span<const RecordHandle> records
);

}  // namespace rowlock
