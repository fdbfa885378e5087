#include "checks/input/load_columns.hpp"

namespace rowlock {
namespace {

Failure lacks_column(const CsvSource& source, const LoadFiles& load, std::string_view column) {
    std::string message = source.path + ": no column " + std::string{column} + ", which the ";
    return fail(ErrorCode::bad_file, message.append(name_of(load.operation)) + " needs");
}

/// The column of the row's own key; a parent's key may have the same name.
std::uint32_t find_own_column(const CsvSource& source, FieldNo field) {
    for (std::uint32_t i = 0; i < source.columns.size(); ++i) {
        const auto& binding = source.columns[i].binding;
        if (binding && !binding->parent_key && binding->field == field) return i;
    }
    return LoadColumns::k_absent;
}

}  // namespace

Result<LoadColumns> bind_load_columns(
    const CsvSource& source,
    const Schema& schema,
    const LoadFiles& load,
    std::uint16_t load_number,
    RecordNumbers& numbers
) {
    LoadColumns columns;
    columns.source = &source;
    columns.object = &schema.object(source.object);
    columns.operation = load.operation;
    columns.load = load_number;
    columns.position_of.resize(columns.object->fields().size(), LoadColumns::k_absent);
    columns.names.resize(source.columns.size());
    for (std::uint32_t i = 0; i < source.columns.size(); ++i) {
        const auto& binding = source.columns[i].binding;
        if (!binding) {
            columns.ignored.push_back(i);
            continue;
        }
        std::uint32_t& position = columns.position_of[static_cast<std::size_t>(binding->field)];
        if (position == LoadColumns::k_absent) {
            position = i;
        } else {
            columns.ignored.push_back(i);
        }
        const Field& field = columns.object->field(binding->field);
        if (binding->parent_key) {
            columns.names[i] =
                numbers.key_column(binding->parent_key->object, binding->parent_key->field);
        } else if (field.type == FieldType::reference) {
            columns.names[i] = numbers.id_column(field.reference_to);
        }
    }
    if (load.operation == WriteOperation::insert || source.columns.empty()) return columns;

    const bool by_key = load.operation == WriteOperation::upsert && !load.external_id_field.empty();
    const std::string_view own = by_key ? std::string_view{load.external_id_field} : "Id";
    const Field* const field = columns.object->find_field(own);
    if (field == nullptr || !field->usable_as_key()) {
        return fail(
            ErrorCode::bad_configuration,
            columns.object->name + " has no external id field " + std::string{own} +
                " in the object model; --schema FILE gives your org's"
        );
    }
    columns.own_position = find_own_column(source, field->number);
    if (columns.own_position == LoadColumns::k_absent) return lacks_column(source, load, own);
    columns.own_names = numbers.key_column(columns.object->number, field->number);
    return columns;
}

}  // namespace rowlock
