#pragma once

#include "mockorg/store/store.hpp"

#include <vector>

namespace rowlock {

/// What deleting one record does to it and others, as the records are now.
struct DeletePlan {
    struct ClearedReference {
        RecordHandle child;
        FieldNo field;
    };

    /// The record and what is deleted along with it, however far down; parents first, each once.
    std::vector<RecordHandle> doomed;
    /// References to them that become empty. Some may be of doomed records.
    std::vector<ClearedReference> cleared;
    /// Whoever forbids the delete, unless doomed itself.
    std::vector<RecordHandle> restricting;
};

/// Plans the delete of a live record. Changes nothing.
DeletePlan plan_delete(const Store& store, RecordHandle record);

/// A deleted record and what comes back from the recycle bin with it, parents first, each once.
std::vector<RecordHandle> plan_undelete(const Store& store, RecordHandle record);

}  // namespace rowlock
