#pragma once

#include "mockorg/engine/record_writer.hpp"
#include "mockorg/engine/world.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <vector>

namespace rowlock {

// What the org does by itself after clients' writes: foreign writers of kind automation. Their own
// writes set off nothing further.

/// Appends the keys that automation adds to a row's own: of what it updates in the same
/// transaction. `write` is the row as lock rules see it.
void collect_automation_locks(
    const World& world,
    Operation operation,
    const RowWrite& write,
    std::uint16_t row,
    std::vector<WantedLock>& out
);

/// What automation does about the rows of one transaction: row by row it learns what is about to be
/// written and whether that was saved. What it updates in the same transaction is saved with the
/// transaction's `stamp`. Costs nothing where there is no automation. Works on a World it does not
/// own.
class Automation {
public:
    Automation(World& world, const SaveStamp& stamp)
        : world_(world), stamp_(stamp), is_there_(world.foreign.automations > 0) {}

    void about_to_write(
        const ObjectType& object, Operation operation, const RowTarget& target, InputRow row
    ) {
        if (is_there_) prepare(object, operation, target, row);
    }

    /// The row last announced is saved. One that was not need not be told.
    void saved(RecordHandle record) {
        if (is_there_) note(record);
    }

    /// All rows of the transaction are through, before it lets go of its locks.
    void finish() {
        if (is_there_) update();
    }

private:
    /// What a writer is going to update, each record once, in the order of their rows.
    struct Work {
        std::vector<RecordHandle> records;
        std::set<RecordHandle> known;
    };

    /// Of the row last announced: nothing for the row itself.
    struct Target {
        std::uint32_t writer;
        std::optional<RecordHandle> record;
    };

    void prepare(
        const ObjectType& object, Operation operation, const RowTarget& target, InputRow row
    );
    void note(RecordHandle record);
    void update();

    World& world_;
    SaveStamp stamp_;
    bool is_there_;
    std::vector<Target> announced_;
    std::map<std::uint32_t, Work> work_;
};

}  // namespace rowlock
