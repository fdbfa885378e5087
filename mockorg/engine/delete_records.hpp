#pragma once

#include "mockorg/base/result.hpp"
#include "mockorg/engine/roll_ups.hpp"
#include "mockorg/engine/save_stamp.hpp"
#include "mockorg/store/store.hpp"

#include <optional>

namespace rowlock {

/// Deletes a live record with everything that goes with it: children of cascading relationships are
/// deleted, others lose their reference. Refused whole, with delete_failed, if a restricting child
/// lives anywhere below. `for_good`: purged instead of put in the recycle bin. `roll_ups`: keeps
/// summaries of what remains; null where there are none. `stamp`: becomes the last modification of
/// what is deleted; without one that stays as it was.
Result<void> delete_record(
    Store& store,
    RecordHandle record,
    bool for_good,
    RollUpKeeper* roll_ups = nullptr,
    const std::optional<SaveStamp>& stamp = std::nullopt
);

/// Has the undelete of `head` fill the reference again, if it is one of those that come back.
void keep_cleared(Store& store, RecordHandle head, const ClearedReference& reference);

}  // namespace rowlock
