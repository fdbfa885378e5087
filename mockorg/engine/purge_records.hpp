#pragma once

#include "mockorg/base/result.hpp"
#include "mockorg/store/store.hpp"

#include <vector>

namespace rowlock {

/// What leaves the recycle bin for good with a record that is in there: itself and all that its
/// delete took along, whether an undelete would bring it back or not. Parents first, each once.
std::vector<RecordHandle> purged_with(const Store& store, RecordHandle record);

/// Takes a record out of the recycle bin for good, with what its delete took along. Refused whole
/// with undelete_failed if it is not in there (also if it went along with another record, or its
/// master is in there). Nothing that lives changes: summaries count nothing of what is in the bin.
Result<void> purge_record(Store& store, RecordHandle record);

}  // namespace rowlock
