#include "mockorg/engine/row_locks.hpp"

#include "mockorg/engine/automation.hpp"
#include "mockorg/engine/delete_plan.hpp"
#include "mockorg/engine/row_write.hpp"

#include <algorithm>
#include <limits>
#include <map>
#include <optional>

namespace rowlock {
namespace {

/// The rule by which an update locks the row itself; nothing if none does.
std::optional<std::uint16_t> own_row_rule(const LockRules& rules, ObjectNo object) {
    for (const LockRules::ObjectTarget& target : rules.targets_of(object, WriteKind::update)) {
        if (rules.rules()[target.rule].relation == LockRule::Relation::self) return target.rule;
    }
    return std::nullopt;
}

/// What deleting the record by itself locks.
void collect_removal_locks(
    const World& world, RecordHandle record, std::uint16_t row, std::vector<WantedLock>& out
) {
    const StoredRow stored{world.store, record};
    RowWrite write{record.object, WriteKind::remove};
    write.before = &stored;
    write.self = record;
    const bool may = world.profile().may_rules_lock;
    world.foundation->rules.collect(write, row, world.store, may, out);
}

/// Keys of what goes, or comes back, along with a record: each locks what its own delete locks, and
/// of whoever loses a reference the row alone, as if it were updated in nothing that rules follow.
/// That a delete locks what it cascades to is inferred; so is all else here.
void collect_companion_locks(
    const World& world,
    Operation operation,
    RecordHandle record,
    std::uint16_t row,
    std::vector<WantedLock>& out
) {
    const auto add_all = [&](std::span<const RecordHandle> records) {
        for (const RecordHandle each : records.subspan(1))
            collect_removal_locks(world, each, row, out);
    };
    if (operation == Operation::undelete) return add_all(plan_undelete(world.store, record));
    const DeletePlan plan = plan_delete(world.store, record);
    add_all(plan.doomed);
    const LockRules& rules = world.foundation->rules;
    std::map<ObjectNo, std::optional<std::uint16_t>> rule_of;
    for (const DeletePlan::ClearedReference& cleared : plan.cleared) {
        const ObjectNo object = cleared.child.object;
        const auto known = rule_of.find(object);
        const auto rule = known != rule_of.end()
                              ? known->second
                              : rule_of.emplace(object, own_row_rule(rules, object)).first->second;
        if (rule) out.push_back({rules.key_of(cleared.child), row, *rule});
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
        const LockRules& rules = world.foundation->rules;
        if (rules.locks_anything(object.number, write.kind))
            rules.collect(write, row_in_chunk, world.store, world.profile().may_rules_lock, out);
        if (write.kind == WriteKind::remove)
            collect_companion_locks(world, operation, write.self, row_in_chunk, out);
        if (world.foreign.automations > 0)
            collect_automation_locks(world, operation, write, row_in_chunk, out);
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
