#pragma once

#include "mockorg/engine/input_row.hpp"
#include "mockorg/engine/record_writer.hpp"
#include "mockorg/engine/world.hpp"

#include <optional>

namespace rowlock {

/// What kind of write it is for lock rules. What is brought back locks what its removal locked.
inline WriteKind write_kind(Operation operation, bool exists) {
    const bool removes = operation == Operation::remove || operation == Operation::hard_remove ||
                         operation == Operation::undelete || operation == Operation::purge;
    if (removes) return WriteKind::remove;
    return exists ? WriteKind::update : WriteKind::insert;
}

/// Calls `use` with a row about to be written as lock rules see it: as it is, and as it will be.
/// Not for a row whose record cannot be found: its save will fail for that reason.
template <class Use>
void with_row_write(
    World& world,
    const ObjectType& object,
    Operation operation,
    const RowTarget& target,
    InputRow row,
    const Use& use
) {
    const FieldReader reader = world.field_reader();
    const auto found = find_target(world.store, reader, object, operation, target);
    if (!found) return;
    const std::optional<RecordHandle> record = *found;
    RowWrite write{object.number, write_kind(operation, record.has_value())};
    const PendingRow after{reader, world.store, object, row, record};
    if (write.kind != WriteKind::remove) write.after = &after;
    if (!record) return use(write);
    const StoredRow before{world.store, *record};
    write.before = &before;
    write.self = *record;
    use(write);
}

}  // namespace rowlock
