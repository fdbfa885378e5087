#include "mockorg/engine/purge_records.hpp"

#include "mockorg/engine/delete_plan.hpp"

#include <algorithm>
#include <iterator>

namespace rowlock {

std::vector<RecordHandle> purged_with(const Store& store, RecordHandle record) {
    UndeletePlan plan = plan_undelete(store, record);
    std::vector<RecordHandle> leaving = std::move(plan.returning);
    // A row of two masters goes with the one whose delete took it along. What was deleted before
    // its master has a delete of its own, and stays.
    std::copy_if(
        plan.lost.begin(),
        plan.lost.end(),
        std::back_inserter(leaving),
        [&](RecordHandle lost) { return store.delete_groups().head_of(lost) == record; }
    );
    return leaving;
}

Result<void> purge_record(Store& store, RecordHandle record) {
    if (!is_in_recycle_bin(store, record))
        return fail(ErrorCode::undelete_failed, "Entity is not in the recycle bin");
    const std::vector<RecordHandle> leaving = purged_with(store, record);
    DeleteGroups& groups = store.delete_groups();
    for (const RecordHandle each : leaving) {
        store.set_state(each, RowState::purged);
        groups.release(each);
    }
    groups.forget_cleared(record);
    return {};
}

}  // namespace rowlock
