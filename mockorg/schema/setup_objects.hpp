#pragma once

#include "mockorg/schema/schema.hpp"

#include <memory>

namespace rowlock {

/// The objects through which tools ask what an org is made of (EntityDefinition, AsyncApexJob,
/// ...): they can be queried, not written, and are not among the objects of the org's own schema.
std::shared_ptr<const Schema> setup_schema();

}  // namespace rowlock
