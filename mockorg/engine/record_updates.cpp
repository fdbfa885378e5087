#include "mockorg/engine/record_updates.hpp"

#include "mockorg/engine/record_writer.hpp"

#include <map>

namespace rowlock {

void collect_update_locks(
    const World& world, RecordHandle record, std::uint16_t row, std::vector<WantedLock>& out
) {
    if (world.store.state(record) != RowState::live) return;
    const StoredRow stored{world.store, record};
    RowWrite write{record.object, WriteKind::update};
    write.before = &stored;
    write.after = &stored;
    write.self = record;
    const bool may = world.profile().may_rules_lock;
    world.foundation->rules.collect(write, row, world.store, may, out);
}

std::uint32_t update_records(
    World& world, std::span<const RecordHandle> records, const SaveStamp& stamp
) {
    const FieldReader reader = world.field_reader();
    std::map<ObjectNo, RecordWriter> writers;
    std::uint32_t updated = 0;
    for (const RecordHandle record : records) {
        if (world.store.state(record) != RowState::live) continue;
        const WritePlan& plan = world.foundation->write_plan(record.object);
        RecordWriter& writer =
            writers.try_emplace(record.object, world.store, reader, plan, stamp).first->second;
        const std::string id = world.store.id_of(record).text();
        RowTarget target;
        target.id = id;
        const ObjectType& object = world.schema().object(record.object);
        if (!writer.write(object, Operation::update, target, {})) continue;
        ++updated;
        world.record(TraceKind::row_written, 0, record.row);
    }
    return updated;
}

}  // namespace rowlock
