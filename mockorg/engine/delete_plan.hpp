#pragma once

#include "mockorg/store/store.hpp"

#include <vector>

namespace rowlock {

/// What deleting one record does to it and others, as the records are now.
struct DeletePlan {
    /// The record and what is deleted along with it, however far down; parents first, each once.
    std::vector<RecordHandle> doomed;
    /// References to them that become empty. Some may be of doomed records.
    std::vector<ClearedReference> cleared;
    /// Whoever forbids the delete, unless doomed itself.
    std::vector<RecordHandle> restricting;
};

/// Plans the delete of a live record. Changes nothing.
DeletePlan plan_delete(const Store& store, RecordHandle record);

/// What bringing one record back does to it and others, as the records are now.
struct UndeletePlan {
    /// The record and what its delete took along, parents first, each once. Not what was deleted
    /// before, nor a row of two masters of which the other one stays in the bin.
    std::vector<RecordHandle> returning;
    /// References that its delete cleared and nobody has filled since, where both ends live then.
    std::vector<ClearedReference> restored;
    /// References of returning records whose targets were deleted in the meantime.
    std::vector<ClearedReference> dangling;
    /// Details in the bin that stay there when their master leaves it: nothing brings them back.
    std::vector<RecordHandle> lost;
};

/// Whether an undelete may name the record: it was deleted by itself, and its masters live.
bool is_in_recycle_bin(const Store& store, RecordHandle record);

/// Plans the undelete of a record that is in the recycle bin. Changes nothing.
UndeletePlan plan_undelete(const Store& store, RecordHandle record);

}  // namespace rowlock
