#pragma once

#include "checks/input/load_columns.hpp"
#include "checks/input/row_collector.hpp"

#include <cstdint>
#include <optional>
#include <vector>

namespace rowlock {

/// The short way from cells to keys, for loads whose rows all lock by the same columns.
struct PlainKeys {
    struct Column {
        std::uint32_t position = 0;
        NameColumn names;
        bool soft = false;
        std::uint16_t rule = 0;
        /// The field it writes; Id for the row's own record.
        FieldNo field{};
        bool own = false;
    };

    /// A key is named by the first column that has it, unless it is soft there and hard later.
    std::vector<Column> columns;
    /// Fields whose stored values would matter.
    std::vector<FieldNo> stored_fields;
    /// Every row may insert or update.
    bool insert_or_update = false;

    /// Fills chunk.names and chunk.deferred. Any thread.
    void prepare(CsvChunk& chunk) const;
};

/// Nothing if rows must be looked at one by one. Right only where no reference file has records of
/// the load's object, or the load is an insert.
std::optional<PlainKeys> find_plain_keys(const LoadColumns& columns, const LockRules& rules);

}  // namespace rowlock
