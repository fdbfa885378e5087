#include "mockorg/engine/automation.hpp"

#include "mockorg/engine/foreign_runs.hpp"
#include "mockorg/engine/record_updates.hpp"
#include "mockorg/engine/row_write.hpp"

#include <algorithm>
#include <span>

namespace rowlock {
namespace {

bool is_set_off(const ForeignWriter& writer, Operation operation, WriteKind kind) {
    // Undelete triggers are a kind of their own, and nothing is set off by what leaves the bin for
    // good.
    if (operation == Operation::undelete || operation == Operation::purge) return false;
    switch (kind) {
        case WriteKind::insert:
            return writer.after_insert;
        case WriteKind::update:
            return writer.after_update;
        case WriteKind::clear:
            return false;
        case WriteKind::remove:
            break;
    }
    return writer.after_delete;
}

/// Calls `use` with each writer that the write sets off.
template <class Use>
void for_each_set_off(
    const World& world, Operation operation, const RowWrite& write, const Use& use
) {
    for (const auto& [number, active] : world.foreign.writers) {
        const ForeignWriter& writer = active.writer;
        const bool applies = writer.is_automation() && active.object == write.object &&
                             is_set_off(writer, operation, write.kind);
        if (applies) use(number, active);
    }
}

/// The parents that the row has and will have; one if they are the same.
std::vector<RecordHandle> parents_of(
    const World& world, const soql::BoundPath& path, const RowWrite& write
) {
    std::vector<RecordHandle> parents;
    for (const RowView* row : {write.before, write.after}) {
        if (row == nullptr) continue;
        const Value value = soql::value_at(path, *row, world.store);
        if (value.kind != Value::Kind::reference) continue;
        if (parents.empty() || parents.front() != value.record) parents.push_back(value.record);
    }
    return parents;
}

}  // namespace

void collect_automation_locks(
    const World& world,
    Operation operation,
    const RowWrite& write,
    std::uint16_t row,
    std::vector<WantedLock>& out
) {
    for_each_set_off(
        world,
        operation,
        write,
        [&](std::uint32_t, const ActiveForeignWriter& active) {
            // Whoever updates the row itself finds it locked already, or new.
            if (active.writer.async || !active.updates) return;
            for (const RecordHandle parent : parents_of(world, *active.updates, write))
                collect_update_locks(world, parent, row, out);
        }
    );
}

void Automation::prepare(
    const ObjectType& object, Operation operation, const RowTarget& target, InputRow row
) {
    announced_.clear();
    with_row_write(world_, object, operation, target, row, [&](const RowWrite& write) {
        const auto announce = [&](std::uint32_t number, const ActiveForeignWriter& active) {
            if (!active.updates) return announced_.push_back({number, std::nullopt});
            for (const RecordHandle parent : parents_of(world_, *active.updates, write))
                announced_.push_back({number, parent});
        };
        for_each_set_off(world_, operation, write, announce);
    });
}

void Automation::note(RecordHandle record) {
    for (const Target& target : announced_) {
        Work& work = work_[target.writer];
        const RecordHandle updated = target.record.value_or(record);
        if (work.known.insert(updated).second) work.records.push_back(updated);
    }
    announced_.clear();
}

void Automation::update() {
    for (auto& [number, work] : work_) {
        ActiveForeignWriter& active = world_.foreign.writers.at(number);
        if (!active.writer.async) {
            ++active.statistics.runs;
            active.statistics.records += update_records(world_, work.records, stamp_);
            continue;
        }
        const TimePoint time = world_.now + active.writer.delay;
        const std::span<const RecordHandle> records{work.records};
        for (std::size_t i = 0; i < records.size(); i += active.writer.records) {
            const std::size_t size =
                std::min<std::size_t>(active.writer.records, records.size() - i);
            const auto slice = records.subspan(i, size);
            ForeignRuns{world_}.add(number, {slice.begin(), slice.end()}, time);
        }
    }
    work_.clear();
}

}  // namespace rowlock
