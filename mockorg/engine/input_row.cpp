#include "mockorg/engine/input_row.hpp"

#include "mockorg/base/assert.hpp"

namespace rowlock {

InputCell bulk_cell(std::string_view text) {
    if (text.empty()) return {};
    if (text == "#N/A") return {InputCell::Kind::null, {}};
    return {InputCell::Kind::text, text};
}

std::string_view InputRow::text(std::optional<std::size_t> column) const {
    if (!column || *column >= cells.size()) return {};
    return cells[*column].text;
}

Result<Value> read_cell(
    const FieldReader& reader,
    const ObjectType& object,
    const ColumnBinding& binding,
    const InputCell& cell,
    std::size_t column
) {
    ROWLOCK_ASSERT(cell.kind != InputCell::Kind::ignored);
    if (cell.kind == InputCell::Kind::null) return Value::of_null();
    if (binding.parent_key) return reader.read_parent(object, binding, cell.text, column);
    return reader.read(object.field(binding.field), cell.text, column);
}

PendingRow::PendingRow(
    const FieldReader& reader,
    const Store& store,
    const ObjectType& object,
    InputRow row,
    std::optional<RecordHandle> before
)
    : reader_(reader), store_(store), object_(object), row_(row), before_(before) {}

Value PendingRow::value(FieldNo field) const {
    for (std::size_t i = 0; i < row_.cells.size(); ++i) {
        if (row_.columns[i].field != field || row_.cells[i].kind == InputCell::Kind::ignored)
            continue;
        if (field == FieldNo{0}) break;
        return read_cell(reader_, object_, row_.columns[i], row_.cells[i], i)
            .value_or(Value::of_null());
    }
    if (before_) return store_.value(*before_, field);
    const Field& unset = object_.field(field);
    return unset.default_value.empty()
               ? Value::of_null()
               : reader_.read(unset, unset.default_value, 0).value_or(Value::of_null());
}

}  // namespace rowlock
