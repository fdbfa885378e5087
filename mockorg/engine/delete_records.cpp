#include "mockorg/engine/delete_records.hpp"

#include "mockorg/engine/delete_plan.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <set>
#include <string_view>
#include <utility>

namespace rowlock {
namespace {

/// Standard references that an undelete of their target fills again; all custom ones are.
/// [documented: Apex guide, deleting records]
constexpr std::array<std::pair<std::string_view, std::string_view>, 5> k_restored_references{{
    {"Account", "ParentId"},
    {"Asset", "Product2Id"},
    {"Case", "ParentId"},
    {"Contact", "ReportsToId"},
    {"Quote", "OpportunityId"},
}};

bool is_restored(const ObjectType& object, const Field& field) {
    if (field.custom) return true;
    const std::pair<std::string_view, std::string_view> name{object.name, field.name};
    return std::find(k_restored_references.begin(), k_restored_references.end(), name) !=
           k_restored_references.end();
}

void set_modified(Store& store, RecordHandle record, const SaveStamp& stamp) {
    const ObjectType& object = store.schema().object(record.object);
    if (const Field* when = object.find_field("LastModifiedDate"))
        store.set(record, when->number, Value::of_datetime(milliseconds_of(stamp.time)));
    if (const Field* who = object.find_field("LastModifiedById"))
        store.set(record, who->number, Value::of_record(stamp.user));
}

/// Writes down what an undelete will need.
void keep_group(Store& store, RecordHandle record, const DeletePlan& plan) {
    for (const RecordHandle doomed : plan.doomed)
        if (doomed != record) store.delete_groups().take_along(record, doomed);
    for (const ClearedReference& cleared : plan.cleared) keep_cleared(store, record, cleared);
}

}  // namespace

void keep_cleared(Store& store, RecordHandle head, const ClearedReference& reference) {
    const ObjectType& object = store.schema().object(reference.child.object);
    if (is_restored(object, object.field(reference.field)))
        store.delete_groups().add_cleared(head, reference);
}

Result<void> delete_record(
    Store& store,
    RecordHandle record,
    bool for_good,
    RollUpKeeper* roll_ups,
    const std::optional<SaveStamp>& stamp
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
        for (const ClearedReference& cleared : plan.cleared) changing.insert(cleared.child);
        for (const RecordHandle each : changing) roll_ups->begin(each);
    }
    if (!for_good) keep_group(store, record, plan);
    for (const ClearedReference& cleared : plan.cleared) {
        store.set(cleared.child, cleared.field, Value::of_null());
    }
    for (const RecordHandle doomed : plan.doomed) {
        if (stamp) set_modified(store, doomed, *stamp);
        store.set_state(doomed, for_good ? RowState::purged : RowState::deleted);
    }
    if (roll_ups != nullptr) roll_ups->settle();
    return {};
}

}  // namespace rowlock
