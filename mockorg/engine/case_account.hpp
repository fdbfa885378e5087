#pragma once

#include "mockorg/schema/schema.hpp"
#include "mockorg/store/store.hpp"

#include <optional>
#include <span>
#include <utility>

namespace rowlock {

/// AccountId of a case whose writer names a contact and no account: the contact's.
/// [OBJ-CASE, inferred]
class CaseAccount {
public:
    /// Nothing for other objects, and where the schema lacks one of the fields.
    static std::optional<CaseAccount> of(const Schema& schema, const ObjectType& object);

    /// Fills the account of a row whose contact is among the `written` fields.
    void follow(
        Store& store, RecordHandle record, std::span<const std::pair<FieldNo, Value>> written
    ) const;

private:
    FieldNo contact_{};
    FieldNo account_{};
    FieldNo account_of_contact_{};
};

}  // namespace rowlock
