#pragma once

#include "mockorg/schema/object_type.hpp"

namespace rowlock {

/// What can be done with an object's records, as describe answers say it.
struct ObjectAbilities {
    bool create = false;
    bool update = false;
    /// Users are never deleted, and neither is anything that clients cannot make.
    bool remove = false;
    bool undelete = false;
    bool merge = false;
};

/// Worked out from the object's fields and, for some standard objects, its name.
ObjectAbilities abilities_of(const ObjectType& object);

}  // namespace rowlock
