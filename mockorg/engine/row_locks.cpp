#include "mockorg/engine/row_locks.hpp"

#include <algorithm>
#include <limits>

namespace rowlock {
namespace {

WriteKind write_kind(Operation operation, bool exists) {
    // What is brought back locks what its removal locked.
    const bool removes = operation == Operation::remove || operation == Operation::hard_remove ||
                         operation == Operation::undelete;
    if (removes) return WriteKind::remove;
    return exists ? WriteKind::update : WriteKind::insert;
}

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
    const FieldReader reader = world.field_reader();
    const auto found = find_target(world.store, reader, object, operation, target);
    if (!found) return;
    const std::optional<RecordHandle> record = *found;
    const WriteKind kind = write_kind(operation, record.has_value());
    const LockRules& rules = world.foundation->rules;
    if (!rules.locks_anything(object.number, kind)) return;

    const PendingRow after{reader, world.store, object, row, record};
    RowWrite write{object.number, kind};
    if (kind != WriteKind::remove) write.after = &after;
    if (!record) {
        rules.collect(write, row_in_chunk, world.store, world.profile().may_rules_lock, out);
        return;
    }
    const StoredRow before{world.store, *record};
    write.before = &before;
    write.self = *record;
    rules.collect(write, row_in_chunk, world.store, world.profile().may_rules_lock, out);
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
