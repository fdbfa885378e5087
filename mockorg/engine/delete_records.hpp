#pragma once

#include "mockorg/base/result.hpp"
#include "mockorg/store/store.hpp"

namespace rowlock {

/// Deletes a live record with everything that goes with it: children of cascading relationships are
/// deleted, others lose their reference. Refused whole, with delete_failed, if a restricting child
/// lives anywhere below. `for_good`: purged instead of put in the recycle bin.
Result<void> delete_record(Store& store, RecordHandle record, bool for_good);

}  // namespace rowlock
