#pragma once

#include "checks/input/csv_source.hpp"
#include "checks/input/input_request.hpp"
#include "checks/input/record_numbers.hpp"

#include <cstdint>
#include <optional>
#include <vector>

namespace rowlock {

/// What the columns of a load's file are to the load.
struct LoadColumns {
    static constexpr std::uint32_t k_absent = 0xffff'ffff;

    const CsvSource* source = nullptr;
    const ObjectType* object = nullptr;
    WriteOperation operation = WriteOperation::insert;
    /// Position of the load in the request.
    std::uint16_t load = 0;
    /// By field: the first column that writes it, or k_absent.
    std::vector<std::uint32_t> position_of;
    /// By column, for those that name a record: what their cells mean.
    std::vector<std::optional<NameColumn>> names;
    /// Columns that nothing is read from: those that are no field, and those of a field that has a
    /// column already.
    std::vector<std::uint32_t> ignored;
    /// The column that names the row's own record, and what it means; none for an insert.
    std::uint32_t own_position = k_absent;
    NameColumn own_names;

    bool own_by_key() const { return own_names.key.has_value(); }
};

/// Fails (bad_file) if the file lacks the column that says which records to write.
Result<LoadColumns> bind_load_columns(
    const CsvSource& source,
    const Schema& schema,
    const LoadFiles& load,
    std::uint16_t load_number,
    RecordNumbers& numbers
);

}  // namespace rowlock
