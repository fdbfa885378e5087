#include "mockorg/engine/column_binding.hpp"

#include <algorithm>

namespace rowlock {
namespace {

Failure field_not_found(std::string_view name) {
    return fail(ErrorCode::invalid_batch, "Field name not found : " + std::string{name});
}

/// Whether two columns would write the same field.
bool has_duplicate(const std::vector<ColumnBinding>& columns, FieldNo field) {
    return std::any_of(columns.begin(), columns.end(), [&](const ColumnBinding& column) {
        return column.field == field;
    });
}

}  // namespace

Result<BoundColumns> bind_columns(
    const Schema& schema,
    const ObjectType& object,
    Operation operation,
    std::string_view external_id_field,
    std::span<const std::string> names,
    RepeatedFields repeated
) {
    BoundColumns bound;
    const Field* key = external_id_field.empty() ? nullptr : object.find_field(external_id_field);
    for (const std::string& name : names) {
        const auto column = bind_column(schema, object, name);
        if (!column) return field_not_found(name);
        if (repeated == RepeatedFields::refused && has_duplicate(bound.columns, column->field)) {
            return fail(ErrorCode::invalid_batch, "Duplicate field name : " + name);
        }
        if (column->field == FieldNo{0}) bound.id_column = bound.columns.size();
        if (key != nullptr && !column->parent_key && column->field == key->number) {
            bound.key_column = bound.columns.size();
        }
        bound.columns.push_back(*column);
    }
    const bool deletes = operation == Operation::remove || operation == Operation::hard_remove;
    if (deletes && (names.size() != 1 || !bound.id_column)) {
        return fail(ErrorCode::invalid_batch, "A delete takes one column, Id");
    }
    if (key != nullptr && key->type != FieldType::id) {
        if (!bound.key_column) return field_not_found(external_id_field);
        bound.key_field = key->number;
    } else {
        bound.key_column = std::nullopt;
    }
    return bound;
}

}  // namespace rowlock
