#pragma once

#include "mockorg/engine/world.hpp"

#include <cstdint>
#include <span>
#include <vector>

namespace rowlock {

// Updates of records for the sake of the update: nothing of them changes but when it was.

/// Appends the keys that such an update takes; none if the record is deleted.
void collect_update_locks(
    const World& world, RecordHandle record, std::uint16_t row, std::vector<WantedLock>& out
);

/// Saves the records, in one transaction, and says how many of them there still were.
std::uint32_t update_records(
    World& world, std::span<const RecordHandle> records, const SaveStamp& stamp
);

}  // namespace rowlock
