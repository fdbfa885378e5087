#pragma once

#include "mockorg/schema/object_type.hpp"

namespace rowlock {

/// The reference by which a custom object is a child of `parent`: its master-detail reference, else
/// its first lookup that leads to no other object. Null for standard objects, whose references to
/// each other have known names, and where there is none.
const Field* custom_parent_reference(const ObjectType& object, ObjectNo parent);

}  // namespace rowlock
