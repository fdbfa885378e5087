#pragma once

#include "mockorg/base/result.hpp"
#include "mockorg/engine/roll_ups.hpp"
#include "mockorg/store/store.hpp"

namespace rowlock {

/// Takes a record back out of the recycle bin, with what a delete of it takes along: its deleted
/// children of cascading relationships, and theirs. Refused whole with undelete_failed if it is not
/// in there or its master still is, and with duplicate_value if a live record has taken a value
/// that must be unique. `roll_ups`: keeps summaries; null where there are none.
Result<void> undelete_record(Store& store, RecordHandle record, RollUpKeeper* roll_ups = nullptr);

}  // namespace rowlock
