#pragma once

#include "mockorg/base/result.hpp"
#include "mockorg/engine/record_writer.hpp"
#include "mockorg/engine/requests.hpp"

#include <span>
#include <string>
#include <vector>

namespace rowlock {

/// A REST record in the form of an upload's row.
struct RestRow {
    const ObjectType* object = nullptr;
    std::vector<ColumnBinding> columns;
    std::vector<InputCell> cells;
    RowTarget target;

    InputRow input() const { return {columns, cells}; }
};

/// Binds a record's fields and its key to the schema. `saved` are the ids of the rows before it,
/// empty where a row was not saved; a link to one of those has no value. Views into both arguments,
/// which must outlive the row. Fails with not_found or invalid_field.
Result<RestRow> bind_rest_row(
    const Schema& schema, const WriteRecords::Row& row, std::span<const std::string> saved
);

}  // namespace rowlock
