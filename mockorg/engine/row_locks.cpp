#include "mockorg/engine/row_locks.hpp"

namespace rowlock {
namespace {

WriteKind write_kind(Operation operation, bool exists) {
    // What is brought back locks what its removal locked.
    const bool removes = operation == Operation::remove || operation == Operation::hard_remove ||
                         operation == Operation::undelete;
    if (removes) return WriteKind::remove;
    return exists ? WriteKind::update : WriteKind::insert;
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

}  // namespace rowlock
