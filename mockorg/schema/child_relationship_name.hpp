#pragma once

#include "mockorg/schema/schema.hpp"

#include <string>
#include <string_view>

namespace rowlock {

/// The name under which a parent's children are selected: Contacts for Contact.AccountId seen from
/// Account. Empty if there is none. Where the schema gives no name, standard references have the
/// names that real orgs show, or the plural of the object's name; custom ones the object's plural
/// label and `__r`, with a number if an earlier field has taken the name, behind the namespace of a
/// field that has one.
std::string child_relationship_name(
    const Schema& schema, ObjectNo parent, const ChildRelationship& relationship
);

/// The relationship of this name, in any letter case; null if the parent has none. Lives as long as
/// the schema.
const ChildRelationship* find_child_relationship(
    const Schema& schema, ObjectNo parent, std::string_view name
);

}  // namespace rowlock
