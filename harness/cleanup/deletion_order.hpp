#pragma once

#include "harness/cleanup/deletion_target.hpp"
#include "mockorg/schema/schema.hpp"

#include <cstddef>
#include <vector>

namespace rowlock {

/// The targets in the order in which they are best deleted: an object's children before it.
/// Where objects refer to each other in a circle, references that would stand in the way or take
/// records with them count more than others; what is left open stays as given. Every object is in
/// the schema.
std::vector<DeletionTarget> children_first(
    const Schema& schema, const std::vector<DeletionTarget>& targets
);

/// Whether records of the first object can refer to records of the second.
bool refers_to(const Schema& schema, const std::string& child, const std::string& parent);

}  // namespace rowlock
