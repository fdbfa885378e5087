#pragma once

#include "mockorg/locking/lock_rule.hpp"
#include "mockorg/schema/schema.hpp"

#include <string_view>
#include <vector>

namespace rowlock {

/// The names of a rule's path, from the row that is written on.
std::vector<std::string_view> path_steps(std::string_view path);

/// Of a step that is called by the object it leads to, whatever the reference is called, that
/// object: "^Account" leads from a custom object to the account that it is a child of. Empty for
/// the name of a relationship.
std::string_view parent_in_step(std::string_view step);

/// The reference that a step of a path follows from an object; null where it leads no further.
const Field* field_of_step(const Schema& schema, const ObjectType& object, std::string_view step);

/// Whether a rule's path, behind its first step, leads through this reference of this object.
bool leads_through(
    const Schema& schema, const LockRule& rule, const ObjectType& object, FieldNo field
);

}  // namespace rowlock
