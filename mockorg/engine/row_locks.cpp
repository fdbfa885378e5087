#include "mockorg/engine/row_locks.hpp"

#include "mockorg/engine/automation.hpp"
#include "mockorg/engine/delete_plan.hpp"
#include "mockorg/engine/purge_records.hpp"
#include "mockorg/engine/row_write.hpp"

#include <algorithm>
#include <limits>
#include <optional>

namespace rowlock {
namespace {

/// The rule by which a write of the kind locks the row itself; nothing if none does.
std::optional<std::uint16_t> own_row_rule(
    const LockRules& rules, ObjectNo object, WriteKind kind = WriteKind::update
) {
    for (const LockRules::ObjectTarget& target : rules.targets_of(object, kind)) {
        if (rules.rules()[target.rule].relation == LockRule::Relation::self) return target.rule;
    }
    return std::nullopt;
}

/// Says of the keys from `first` on what they are wanted for.
void set_cause(LockCause cause, std::size_t first, std::vector<WantedLock>& out) {
    for (std::size_t i = first; i < out.size(); ++i) out[i].cause = cause;
}

/// What a write of the record locks that happens because of another one: its own delete, or a
/// reference of it being cleared or filled again.
void collect_companion(
    const World& world,
    RecordHandle record,
    WriteKind kind,
    std::uint16_t row,
    std::vector<WantedLock>& out
) {
    const std::size_t first = out.size();
    const StoredRow stored{world.store, record};
    RowWrite write{record.object, kind};
    write.before = &stored;
    write.self = record;
    const bool may = world.profile().may_rules_lock;
    world.foundation->rules.collect(write, row, world.store, may, out);
    const bool goes = kind == WriteKind::remove;
    set_cause(goes ? LockCause::taken_along : LockCause::cleared, first, out);
}

/// Keys of what goes, or comes back, along with a record: each locks what its own delete locks, and
/// whoever loses a reference, or gets it back, what the rules say of that.
void collect_companion_locks(
    const World& world,
    Operation operation,
    RecordHandle record,
    std::uint16_t row,
    std::vector<WantedLock>& out
) {
    const auto add_all = [&](std::span<const RecordHandle> along,
                             std::span<const ClearedReference> references) {
        for (const RecordHandle each : along.subspan(1))
            collect_companion(world, each, WriteKind::remove, row, out);
        for (const ClearedReference& each : references)
            collect_companion(world, each.child, WriteKind::clear, row, out);
    };
    if (operation != Operation::undelete) {
        const DeletePlan plan = plan_delete(world.store, record);
        add_all(plan.doomed, plan.cleared);
    } else if (is_in_recycle_bin(world.store, record)) {
        const UndeletePlan plan = plan_undelete(world.store, record);
        add_all(plan.returning, plan.restored);
    }
}

/// Keys of what leaves the recycle bin for good: the rows themselves, where their deletes lock
/// them. What they refer to neither loses nor gains anything.
void collect_purge_locks(
    const World& world, RecordHandle record, std::uint16_t row, std::vector<WantedLock>& out
) {
    if (!is_in_recycle_bin(world.store, record)) return;
    const LockRules& rules = world.foundation->rules;
    for (const RecordHandle each : purged_with(world.store, record)) {
        const auto rule = own_row_rule(rules, each.object, WriteKind::remove);
        if (!rule) continue;
        const LockCause cause = each == record ? LockCause::own : LockCause::taken_along;
        out.push_back({rules.key_of(each), row, *rule, cause});
    }
}

}  // namespace

void collect_row_locks(
    World& world,
    const ObjectType& object,
    Operation operation,
    const RowTarget& target,
    InputRow row,
    std::uint16_t row_in_chunk,
    std::vector<WantedLock>& out
) {
    with_row_write(world, object, operation, target, row, [&](const RowWrite& write) {
        if (operation == Operation::purge)
            return collect_purge_locks(world, write.self, row_in_chunk, out);
        const LockRules& rules = world.foundation->rules;
        if (rules.locks_anything(object.number, write.kind))
            rules.collect(write, row_in_chunk, world.store, world.profile().may_rules_lock, out);
        if (write.kind == WriteKind::remove)
            collect_companion_locks(world, operation, write.self, row_in_chunk, out);
        const std::size_t first = out.size();
        if (world.foreign.automations > 0)
            collect_automation_locks(world, operation, write, row_in_chunk, out);
        set_cause(LockCause::automation, first, out);
    });
}

std::vector<WantedLock> own_row_locks(
    const LockRules& rules, std::span<const RecordHandle> records
) {
    constexpr std::size_t k_last = std::numeric_limits<std::uint16_t>::max();
    std::vector<WantedLock> wanted;
    wanted.reserve(records.size());
    if (records.empty()) return wanted;
    const std::uint16_t rule = own_row_rule(rules, records.front().object).value_or(0);
    for (std::size_t i = 0; i < records.size(); ++i) {
        const auto position = static_cast<std::uint16_t>(std::min(i, k_last));
        wanted.push_back({rules.key_of(records[i]), position, rule});
    }
    return wanted;
}

}  // namespace rowlock
