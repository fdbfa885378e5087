#pragma once

#include "checks/contention/batch_order.hpp"
#include "checks/contention/key_lists.hpp"
#include "checks/contention/nearest_pass.hpp"
#include "checks/model/row_keys.hpp"

#include <cstddef>

namespace rowlock {

/// Adds the keys that two batches of one feed share though its list does not hold them apart: the
/// feed lets both run. Does nothing if feeds know every key. No key is named twice in `first`,
/// which grows to `first_max` at most.
void add_feed_meetings(
    const RowKeys& keys,
    const BatchOrder& order,
    KeyReading reading,
    std::size_t first_max,
    NearestMeetings& nearest
);

}  // namespace rowlock
