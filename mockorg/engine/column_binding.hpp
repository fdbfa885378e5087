#pragma once

#include "mockorg/base/result.hpp"
#include "mockorg/engine/requests.hpp"
#include "mockorg/schema/schema.hpp"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace rowlock {

/// What one column of an upload, or one member of a REST record, means.
struct ColumnBinding {
    /// The field written; for a relationship column the reference field.
    FieldNo field{};

    /// Relationship columns (`Account.External_ID__c`): the parent is looked up by this key.
    struct ParentKey {
        ObjectNo object;
        FieldNo field;
    };

    std::optional<ParentKey> parent_key;
};

/// All columns of an upload, with those that name the record to write.
struct BoundColumns {
    std::vector<ColumnBinding> columns;
    std::optional<std::size_t> id_column;
    /// The column of an upsert's external id; nothing when the key is Id.
    std::optional<std::size_t> key_column;
    std::optional<FieldNo> key_field;
};

/// Binds header names (any letter case) to fields. Errors are job-level: invalid_batch with the
/// platform's text, `Field name not found : X`.
Result<BoundColumns> bind_columns(
    const Schema& schema,
    const ObjectType& object,
    Operation operation,
    std::string_view external_id_field,
    std::span<const std::string> names
);

/// One name: a field, or `Relationship.KeyField`, or `Object:Relationship.KeyField` for a
/// polymorphic one.
std::optional<ColumnBinding> bind_column(
    const Schema& schema, const ObjectType& object, std::string_view name
);

}  // namespace rowlock
