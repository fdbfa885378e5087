#include "mockorg/engine/row_locks.hpp"

#include "mockorg/engine/automation.hpp"
#include "mockorg/engine/row_write.hpp"

#include <algorithm>
#include <limits>

namespace rowlock {
namespace {

/// The rule by which a write locks the row itself.
std::uint16_t own_row_rule(const LockRules& rules, ObjectNo object) {
    const auto targets = rules.plain_targets(object, WriteKind::update);
    if (!targets) return 0;
    const auto own = std::find_if(targets->begin(), targets->end(), [](const PlainTarget& target) {
        return !target.field;
    });
    return own == targets->end() ? std::uint16_t{0} : own->rule;
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
    const std::uint16_t rule = own_row_rule(rules, records.front().object);
    for (std::size_t i = 0; i < records.size(); ++i) {
        const auto position = static_cast<std::uint16_t>(std::min(i, k_last));
        wanted.push_back({rules.key_of(records[i]), position, rule});
    }
    return wanted;
}

}  // namespace rowlock
