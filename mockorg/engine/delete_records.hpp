#pragma once

#include "mockorg/base/result.hpp"
#include "mockorg/base/time.hpp"
#include "mockorg/engine/roll_ups.hpp"
#include "mockorg/store/store.hpp"

namespace rowlock {

/// Deletes a live record with everything that goes with it: children of cascading relationships are
/// deleted, others lose their reference. Refused whole, with delete_failed, if a restricting child
/// lives anywhere below. `for_good`: purged instead of put in the recycle bin, where records were
/// last modified at `now`. `roll_ups`: keeps summaries of what remains; null where there are none.
Result<void> delete_record(
    Store& store,
    RecordHandle record,
    bool for_good,
    RollUpKeeper* roll_ups = nullptr,
    TimePoint now = k_org_epoch
);

/// Has the undelete of `head` fill the reference again, if it is one of those that come back.
void keep_cleared(Store& store, RecordHandle head, const ClearedReference& reference);

}  // namespace rowlock
