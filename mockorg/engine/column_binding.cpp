#include "mockorg/engine/column_binding.hpp"

#include <algorithm>

namespace rowlock {
namespace {

Failure field_not_found(std::string_view name) {
    return fail(ErrorCode::invalid_batch, "Field name not found : " + std::string{name});
}

/// The target a relationship column means: the only one, or the one named in front of a colon.
const ObjectType* target_of(
    const Schema& schema, const Field& reference, std::string_view object_name
) {
    if (object_name.empty()) {
        return reference.reference_to.size() == 1 ? &schema.object(reference.reference_to[0])
                                                  : nullptr;
    }
    const ObjectType* object = schema.find(object_name);
    if (object == nullptr || !reference.polymorphic()) return nullptr;
    const auto& targets = reference.reference_to;
    const bool allowed = std::find(targets.begin(), targets.end(), object->number) != targets.end();
    return allowed ? object : nullptr;
}

std::optional<ColumnBinding> bind_relationship(
    const Schema& schema, const ObjectType& object, std::string_view name, std::size_t dot
) {
    std::string_view relationship = name.substr(0, dot);
    std::string_view target_name;
    if (const auto colon = relationship.find(':'); colon != std::string_view::npos) {
        target_name = relationship.substr(0, colon);
        relationship.remove_prefix(colon + 1);
    }
    const Field* reference = object.find_relationship(relationship);
    if (reference == nullptr) return std::nullopt;
    const ObjectType* target = target_of(schema, *reference, target_name);
    const Field* key = target == nullptr ? nullptr : target->find_field(name.substr(dot + 1));
    if (key == nullptr || !key->usable_as_key()) return std::nullopt;
    return ColumnBinding{reference->number, ColumnBinding::ParentKey{target->number, key->number}};
}

/// Whether two columns would write the same field.
bool has_duplicate(const std::vector<ColumnBinding>& columns, FieldNo field) {
    return std::any_of(columns.begin(), columns.end(), [&](const ColumnBinding& column) {
        return column.field == field;
    });
}

}  // namespace

std::optional<ColumnBinding> bind_column(
    const Schema& schema, const ObjectType& object, std::string_view name
) {
    if (const auto dot = name.find('.'); dot != std::string_view::npos) {
        return bind_relationship(schema, object, name, dot);
    }
    const Field* field = object.find_field(name);
    if (field == nullptr) return std::nullopt;
    return ColumnBinding{field->number, std::nullopt};
}

Result<BoundColumns> bind_columns(
    const Schema& schema,
    const ObjectType& object,
    Operation operation,
    std::string_view external_id_field,
    std::span<const std::string> names
) {
    BoundColumns bound;
    const Field* key = external_id_field.empty() ? nullptr : object.find_field(external_id_field);
    for (const std::string& name : names) {
        const auto column = bind_column(schema, object, name);
        if (!column) return field_not_found(name);
        if (has_duplicate(bound.columns, column->field)) {
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
