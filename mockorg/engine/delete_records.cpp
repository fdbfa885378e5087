#include "mockorg/engine/delete_records.hpp"

#include "mockorg/engine/delete_plan.hpp"

#include <fmt/core.h>

#include <set>

namespace rowlock {

Result<void> delete_record(
    Store& store, RecordHandle record, bool for_good, RollUpKeeper* roll_ups
) {
    const DeletePlan plan = plan_delete(store, record);
    if (!plan.restricting.empty()) {
        const RecordHandle child = plan.restricting.front();
        return fail(
            ErrorCode::delete_failed,
            fmt::format(
                "Your attempt to delete {} could not be completed because it is associated with {} "
                "{}",
                store.id_of(record).text(),
                store.schema().object(child.object).label,
                store.id_of(child).text()
            )
        );
    }
    if (roll_ups != nullptr) {
        std::set<RecordHandle> changing{plan.doomed.begin(), plan.doomed.end()};
        for (const DeletePlan::ClearedReference& cleared : plan.cleared)
            changing.insert(cleared.child);
        for (const RecordHandle each : changing) roll_ups->begin(each);
    }
    for (const DeletePlan::ClearedReference& cleared : plan.cleared) {
        store.set(cleared.child, cleared.field, Value::of_null());
    }
    for (const RecordHandle doomed : plan.doomed) {
        store.set_state(doomed, for_good ? RowState::purged : RowState::deleted);
    }
    if (roll_ups != nullptr) roll_ups->settle();
    return {};
}

}  // namespace rowlock
