#pragma once

#include "mockorg/engine/automation.hpp"
#include "mockorg/engine/field_reader.hpp"
#include "mockorg/engine/record_writer.hpp"
#include "mockorg/engine/requests.hpp"
#include "mockorg/engine/world.hpp"

#include <map>
#include <span>
#include <string>

namespace rowlock {

/// Saves the rows of one user's transaction, of whatever objects. Works on a World it does not own.
class RowSaver {
public:
    RowSaver(World& world, const RecordId& user)
        : world_(world),
          stamp_(world.stamp_of(user)),
          reader_(world.field_reader()),
          automation_(world, stamp_) {}

    /// `saved_ids`: those of the rows before it, empty where a row was not saved.
    Result<WriteRecord::Reply> save(
        const WriteRecords::Row& row, std::span<const std::string> saved_ids
    );

    /// Forgets which records were saved.
    void begin_call() { writers_.clear(); }

    /// All rows are saved that will be, and will stay.
    void finish() { automation_.finish(); }

private:
    RecordWriter& writer_of(ObjectNo object);

    World& world_;
    SaveStamp stamp_;
    FieldReader reader_;
    Automation automation_;
    std::map<ObjectNo, RecordWriter> writers_;
};

}  // namespace rowlock
