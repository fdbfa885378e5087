#include "mockorg/engine/undelete_records.hpp"

#include "mockorg/engine/delete_plan.hpp"
#include "mockorg/engine/delete_records.hpp"

#include <fmt/core.h>

#include <set>

namespace rowlock {
namespace {

Result<void> check_unique(const Store& store, RecordHandle record) {
    for (const Field& field : store.schema().object(record.object).fields()) {
        if (!field.unique) continue;
        const Value value = store.value(record, field.number);
        const bool counts = value.kind == Value::Kind::text || value.kind == Value::Kind::number;
        if (!counts) continue;
        const auto taken = store.find_by_value(record.object, field.number, value, 1);
        if (taken.empty()) continue;
        return fail(
            ErrorCode::duplicate_value,
            fmt::format(
                "duplicate value found: {} duplicates value on record with id: {}",
                field.name,
                store.id_of({record.object, taken.front()}).text()
            ),
            {field.name}
        );
    }
    return {};
}

void fill_references(Store& store, const UndeletePlan& plan) {
    for (const ClearedReference& restored : plan.restored)
        store.set(restored.child, restored.field, Value::of_record(restored.target));
}

void empty_references(Store& store, const UndeletePlan& plan) {
    for (const ClearedReference& dangling : plan.dangling) {
        store.set(dangling.child, dangling.field, Value::of_null());
        if (store.state(dangling.target) != RowState::deleted) continue;
        const auto head = store.delete_groups().head_of(dangling.target);
        keep_cleared(store, head.value_or(dangling.target), dangling);
    }
}

std::set<RecordHandle> changed_by(const UndeletePlan& plan) {
    std::set<RecordHandle> changed{plan.returning.begin(), plan.returning.end()};
    for (const ClearedReference& restored : plan.restored) changed.insert(restored.child);
    return changed;
}

}  // namespace

Result<void> undelete_record(
    Store& store, RecordHandle record, RollUpKeeper* roll_ups, DanglingReferences dangling
) {
    if (!is_in_recycle_bin(store, record)) {
        return fail(ErrorCode::undelete_failed, "Entity is not in the recycle bin");
    }
    const UndeletePlan plan = plan_undelete(store, record);
    for (const RecordHandle each : plan.returning) {
        if (auto checked = check_unique(store, each); !checked) return checked;
    }
    if (roll_ups != nullptr) {
        for (const RecordHandle each : changed_by(plan)) roll_ups->begin(each);
    }
    DeleteGroups& groups = store.delete_groups();
    for (const RecordHandle each : plan.returning) {
        store.set_state(each, RowState::live);
        groups.release(each);
    }
    for (const RecordHandle each : plan.lost) groups.lose(each);
    groups.forget_cleared(record);
    fill_references(store, plan);
    if (dangling == DanglingReferences::empty) empty_references(store, plan);
    if (roll_ups != nullptr) roll_ups->settle();
    return {};
}

}  // namespace rowlock
