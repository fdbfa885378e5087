#include "mockorg/engine/rest_row.hpp"

#include <fmt/core.h>

#include <optional>

namespace rowlock {
namespace {

Result<void> add_field(
    RestRow& row, const Schema& schema, std::string_view name, const InputCell& cell
) {
    const auto column = bind_column(schema, *row.object, name);
    if (!column) {
        return fail(
            ErrorCode::invalid_field,
            fmt::format("No such column '{}' on sobject of type {}", name, row.object->name)
        );
    }
    row.columns.push_back(*column);
    row.cells.push_back(cell);
    return {};
}

InputCell cell_of(const std::optional<std::string>& value) {
    if (!value || value->empty()) return {InputCell::Kind::null, {}};
    return {InputCell::Kind::text, *value};
}

/// The id behind a link; left alone while the record is not there.
InputCell cell_of(const WriteRecords::Link& link, std::span<const std::string> saved) {
    if (link.row >= saved.size() || saved[link.row].empty()) return {};
    return {InputCell::Kind::text, saved[link.row]};
}

Result<void> set_key(RestRow& row, std::string_view key_name) {
    const Field* key = row.object->find_field(key_name);
    if (key == nullptr || !key->usable_as_key()) {
        return fail(
            ErrorCode::not_found,
            fmt::format(
                "Provided external ID field does not exist or is not accessible: {}", key_name
            )
        );
    }
    std::optional<std::size_t> column;
    for (std::size_t i = 0; i < row.columns.size(); ++i) {
        if (row.columns[i].field == key->number) column = i;
    }
    const std::string_view text = row.input().text(column);
    if (key->type == FieldType::id) {
        row.target.id = text;
        return {};
    }
    row.target.key_field = key->number;
    row.target.key = text;
    row.target.key_column = column.value_or(0);
    return {};
}

}  // namespace

Result<RestRow> bind_rest_row(
    const Schema& schema, const WriteRecords::Row& row, std::span<const std::string> saved
) {
    RestRow bound;
    bound.object = schema.find(row.write.object);
    if (bound.object == nullptr)
        return fail(ErrorCode::not_found, "The requested resource does not exist");
    for (const auto& [name, value] : row.write.fields) {
        if (auto added = add_field(bound, schema, name, cell_of(value)); !added)
            return tl::unexpected{added.error()};
    }
    for (const WriteRecords::Link& link : row.links) {
        if (auto added = add_field(bound, schema, link.field, cell_of(link, saved)); !added)
            return tl::unexpected{added.error()};
    }
    bound.target.id = row.write.id;
    if (row.write.external_id_field.empty()) return bound;
    if (auto set = set_key(bound, row.write.external_id_field); !set)
        return tl::unexpected{set.error()};
    return bound;
}

}  // namespace rowlock
