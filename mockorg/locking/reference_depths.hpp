#pragma once

#include "mockorg/base/record_handle.hpp"

#include <cstdint>
#include <utility>
#include <vector>

namespace rowlock {

/// From an object to one it refers to.
struct ReferenceEdge {
    ObjectNo child;
    ObjectNo parent;

    auto operator<=>(const ReferenceEdge&) const = default;
};

/// Per object, the length of the longest chain of references that leads up from it: 0 for an object
/// that refers to nothing. Objects that refer to each other in a circle (or to themselves) share
/// one depth, so the answer does not depend on the order of `edges`. More than 255 counts as 255.
std::vector<std::uint8_t> reference_depths(
    std::size_t object_count, std::vector<ReferenceEdge> edges
);

}  // namespace rowlock
