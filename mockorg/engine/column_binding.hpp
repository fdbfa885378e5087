#pragma once

#include "mockorg/base/result.hpp"
#include "mockorg/engine/requests.hpp"
#include "mockorg/schema/column_binding.hpp"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace rowlock {

/// All columns of an upload, with those that name the record to write.
struct BoundColumns {
    std::vector<ColumnBinding> columns;
    std::optional<std::size_t> id_column;
    /// The column of an upsert's external id; nothing when the key is Id.
    std::optional<std::size_t> key_column;
    std::optional<FieldNo> key_field;
};

/// Whether two columns may mean the same field.
enum class RepeatedFields : std::uint8_t { refused, allowed };

/// Binds header names (any letter case) to fields. Errors are job-level: invalid_batch with the
/// platform's text, `Field name not found : X`.
Result<BoundColumns> bind_columns(
    const Schema& schema,
    const ObjectType& object,
    Operation operation,
    std::string_view external_id_field,
    std::span<const std::string> names,
    RepeatedFields repeated = RepeatedFields::refused
);

}  // namespace rowlock
