#include "mockorg/engine/undelete_records.hpp"

#include "mockorg/engine/delete_plan.hpp"

#include <fmt/core.h>

#include <vector>

namespace rowlock {
namespace {

Result<void> check_master(const Store& store, RecordHandle record) {
    for (const Field& field : store.schema().object(record.object).fields()) {
        if (!field.master_detail) continue;
        const Value master = store.value(record, field.number);
        if (master.is_null() || store.state(master.record) == RowState::live) continue;
        return fail(
            ErrorCode::undelete_failed,
            fmt::format(
                "Entity cannot be undeleted while {} is deleted", store.id_of(master.record).text()
            ),
            {field.name}
        );
    }
    return {};
}

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

}  // namespace

Result<void> undelete_record(Store& store, RecordHandle record, RollUpKeeper* roll_ups) {
    if (store.state(record) != RowState::deleted) {
        return fail(ErrorCode::undelete_failed, "Entity is not in the recycle bin");
    }
    if (auto checked = check_master(store, record); !checked) return checked;
    const std::vector<RecordHandle> returning = plan_undelete(store, record);
    for (const RecordHandle each : returning) {
        if (auto checked = check_unique(store, each); !checked) return checked;
    }
    if (roll_ups != nullptr) {
        for (const RecordHandle each : returning) roll_ups->begin(each);
    }
    for (const RecordHandle each : returning) store.set_state(each, RowState::live);
    if (roll_ups != nullptr) roll_ups->settle();
    return {};
}

}  // namespace rowlock
