#pragma once

#include "mockorg/schema/schema.hpp"

#include <optional>
#include <string_view>

namespace rowlock {

/// What one column of a CSV file, or one member of a REST record, means.
struct ColumnBinding {
    /// The field written; for a relationship column the reference field.
    FieldNo field{};

    /// Relationship columns (`Account.External_ID__c`): the parent is looked up by this key.
    struct ParentKey {
        ObjectNo object;
        FieldNo field;
    };

    std::optional<ParentKey> parent_key;

    /// Whether the field is of type base64.
    bool holds_file = false;
};

/// One name in any letter case: a field, or `Relationship.KeyField`, or
/// `Object:Relationship.KeyField` for a polymorphic one.
std::optional<ColumnBinding> bind_column(
    const Schema& schema, const ObjectType& object, std::string_view name
);

}  // namespace rowlock
