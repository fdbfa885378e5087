#pragma once

#include "mockorg/base/result.hpp"
#include "mockorg/engine/roll_ups.hpp"
#include "mockorg/store/store.hpp"

#include <cstdint>

namespace rowlock {

/// What becomes of a returning record's references to what was deleted in the meantime.
enum class DanglingReferences : std::uint8_t { empty, keep };

/// Takes a record back out of the recycle bin, with what its delete took along, and fills the
/// references that its delete cleared, where both ends live and nobody has filled them since.
/// Refused whole with undelete_failed if it is not in there (also if it went along with another
/// record, or its master is in there), and with duplicate_value if a live record has taken a value
/// that must be unique. `roll_ups`: keeps summaries; null where there are none.
Result<void> undelete_record(
    Store& store,
    RecordHandle record,
    RollUpKeeper* roll_ups = nullptr,
    DanglingReferences dangling = DanglingReferences::empty
);

}  // namespace rowlock
