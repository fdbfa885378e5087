#pragma once

#include "mockorg/engine/field_reader.hpp"

#include <optional>
#include <span>
#include <string_view>

namespace rowlock {

/// One value as given: left alone, set to null, or set to a text.
struct InputCell {
    enum class Kind : std::uint8_t { ignored, null, text };

    Kind kind = Kind::ignored;
    std::string_view text;
};

/// A cell of a Bulk CSV: empty leaves the field alone, `#N/A` sets null. [datafiles_prepare_csv]
InputCell bulk_cell(std::string_view text);

/// A row to write, not read yet: bound columns and the cells that stand in them.
struct InputRow {
    std::span<const ColumnBinding> columns;
    std::span<const InputCell> cells;

    /// The cell's text if it holds one.
    std::string_view text(std::optional<std::size_t> column) const;
};

/// The row as it would be after the write, for lock rules: each value is read when it is asked for.
/// What cannot be read is null, because the save will refuse the row anyway.
class PendingRow final : public RowView {
public:
    /// `before`: the stored record of an update.
    PendingRow(
        const FieldReader& reader,
        const Store& store,
        const ObjectType& object,
        InputRow row,
        std::optional<RecordHandle> before
    );

    Value value(FieldNo field) const override;

private:
    const FieldReader& reader_;
    const Store& store_;
    const ObjectType& object_;
    InputRow row_;
    std::optional<RecordHandle> before_;
};

/// The value of one cell under its binding. `column` is its position for messages.
Result<Value> read_cell(
    const FieldReader& reader,
    const ObjectType& object,
    const ColumnBinding& binding,
    const InputCell& cell,
    std::size_t column
);

}  // namespace rowlock
