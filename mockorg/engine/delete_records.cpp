#include "mockorg/engine/delete_records.hpp"

#include <fmt/core.h>

#include <set>
#include <vector>

namespace rowlock {
namespace {

struct ClearedReference {
    RecordHandle child;
    FieldNo field;
};

/// What one delete does, collected before anything is changed.
struct DeletePlan {
    std::vector<RecordHandle> doomed;
    /// The same to look them up.
    std::set<RecordHandle> doomed_set;
    std::vector<ClearedReference> cleared;
    std::vector<RecordHandle> restricting;
};

/// Adds the record's live children under one relationship to the plan.
void plan_children(
    const Store& store, RecordHandle record, const ChildRelationship& relationship, DeletePlan& plan
) {
    if (store.table(relationship.child).live_rows() == 0) return;
    for (const std::uint32_t row : store.children(relationship.child, relationship.field, record)) {
        const RecordHandle child{relationship.child, row};
        if (store.state(child) != RowState::live) continue;
        switch (relationship.on_delete) {
            case OnParentDelete::cascade:
                if (plan.doomed_set.insert(child).second) plan.doomed.push_back(child);
                break;
            case OnParentDelete::restrict:
                plan.restricting.push_back(child);
                break;
            case OnParentDelete::clear:
                plan.cleared.push_back({child, relationship.field});
                break;
        }
    }
}

/// Who owns or wrote a record says nothing about its life.
bool is_user_stamp(const Store& store, const ChildRelationship& relationship) {
    const std::string& name =
        store.schema().object(relationship.child).field(relationship.field).name;
    return name == "OwnerId" || name == "CreatedById" || name == "LastModifiedById";
}

}  // namespace

Result<void> delete_record(
    Store& store, RecordHandle record, bool for_good, RollUpKeeper* roll_ups
) {
    DeletePlan plan;
    plan.doomed.push_back(record);
    plan.doomed_set.insert(record);
    // The list grows while it is walked: children of children follow.
    for (std::size_t i = 0; i < plan.doomed.size(); ++i) {
        const RecordHandle doomed = plan.doomed[i];
        for (const ChildRelationship& relationship : store.schema().children_of(doomed.object)) {
            if (!is_user_stamp(store, relationship))
                plan_children(store, doomed, relationship, plan);
        }
    }
    for (const RecordHandle child : plan.restricting) {
        if (plan.doomed_set.contains(child)) continue;
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
        std::set<RecordHandle> changing = plan.doomed_set;
        for (const ClearedReference& cleared : plan.cleared) changing.insert(cleared.child);
        for (const RecordHandle each : changing) roll_ups->begin(each);
    }
    for (const ClearedReference& cleared : plan.cleared) {
        store.set(cleared.child, cleared.field, Value::of_null());
    }
    for (const RecordHandle doomed : plan.doomed) {
        store.set_state(doomed, for_good ? RowState::purged : RowState::deleted);
    }
    if (roll_ups != nullptr) roll_ups->settle();
    return {};
}

}  // namespace rowlock
