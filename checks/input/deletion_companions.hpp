#pragma once

#include "mockorg/locking/lock_rules.hpp"
#include "mockorg/schema/schema.hpp"

#include <string>
#include <vector>

namespace rowlock {

/// Names of child objects, sorted, whose rows a delete of the object's rows locks, too, because
/// they go along or lose their reference, and by which two deletes of different rows can get in
/// each other's way: two of them reach the same child, or children whose own delete locks something
/// else. No file says which children there are. `beside_others`: other loads are open, which may
/// want any child.
std::vector<std::string> deletion_companions(
    const Schema& schema, const LockRules& rules, ObjectNo object, bool beside_others
);

}  // namespace rowlock
