#include "harness/count/record_identity.hpp"

#include "harness/replay/cell_key.hpp"
#include "harness/replay/repeated_keys.hpp"
#include "mockorg/schema/schema_loader.hpp"

#include <cstddef>

namespace rowlock {
namespace {

bool is_own(const RowSource& source, std::size_t column) {
    return !source.parent_source(column);
}

/// Rows that leave it empty would be taken for each other.
bool is_always_there(const RowSource& source, std::size_t column) {
    std::string value;
    for (RowNumber row = 0; row < source.size(); ++row) {
        value.clear();
        source.append_value(row, column, {}, value);
        if (is_empty_cell(value)) return false;
    }
    return true;
}

/// The first external id among the columns of new records; empty if there is none.
std::string external_id_column(
    const Load& load, const std::string& object, const RowSource& source
) {
    const auto schema = read_schema_file(load.schema.text);
    const ObjectType* type = schema ? (*schema)->find(object) : nullptr;
    if (type == nullptr) return {};
    const auto& names = source.columns();
    for (std::size_t column = 0; column < names.size(); ++column) {
        const Field* field = type->find_field(names[column]);
        const bool is_key = field != nullptr && field->external_id && is_own(source, column);
        if (is_key && is_always_there(source, column)) return names[column];
    }
    return {};
}

}  // namespace

Result<RecordKey> read_identity(const AskFn& ask, const std::string& object, const LoadStep& step) {
    const std::string column = identity_column(step);
    if (column.empty()) return RecordKey{};
    return read_record_key(ask, object, {column});
}

std::string key_column(const Load& load, const LoadStep& step, const RowSource& source) {
    if (step.operation == LoadOperation::insert)
        return external_id_column(load, load.sources[step.source].object, source);
    const std::string name = identity_column(step);
    const auto column = source.find_column(name);
    return column && is_own(source, *column) ? name : std::string{};
}

}  // namespace rowlock
