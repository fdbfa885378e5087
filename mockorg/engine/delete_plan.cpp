#include "mockorg/engine/delete_plan.hpp"

#include "mockorg/schema/user_stamp.hpp"

#include <set>

namespace rowlock {
namespace {

/// Calls `use` with the records in that state that refer to this one under the relationship.
template <class Use>
void for_each_child(
    const Store& store,
    RecordHandle record,
    const ChildRelationship& relationship,
    RowState state,
    const Use& use
) {
    if (store.table(relationship.child).rows() == 0) return;
    for (const std::uint32_t row : store.children(relationship.child, relationship.field, record)) {
        const RecordHandle child{relationship.child, row};
        if (store.state(child) == state) use(child);
    }
}

}  // namespace

DeletePlan plan_delete(const Store& store, RecordHandle record) {
    const Schema& schema = store.schema();
    DeletePlan plan;
    plan.doomed.push_back(record);
    std::set<RecordHandle> seen{record};
    const auto add_children = [&](RecordHandle doomed, const ChildRelationship& relationship) {
        if (store.table(relationship.child).live_rows() == 0) return;
        for_each_child(store, doomed, relationship, RowState::live, [&](RecordHandle child) {
            switch (relationship.on_delete) {
                case OnParentDelete::cascade:
                    if (seen.insert(child).second) plan.doomed.push_back(child);
                    break;
                case OnParentDelete::restrict:
                    plan.restricting.push_back(child);
                    break;
                case OnParentDelete::clear:
                    plan.cleared.push_back({child, relationship.field, doomed});
                    break;
            }
        });
    };
    // The list grows while it is walked: children of children follow.
    for (std::size_t i = 0; i < plan.doomed.size(); ++i) {
        const RecordHandle doomed = plan.doomed[i];
        for (const ChildRelationship& relationship : schema.children_of(doomed.object)) {
            const Field& field = schema.object(relationship.child).field(relationship.field);
            if (!is_user_stamp(field)) add_children(doomed, relationship);
        }
    }
    std::erase_if(plan.restricting, [&](RecordHandle child) { return seen.contains(child); });
    return plan;
}

}  // namespace rowlock
