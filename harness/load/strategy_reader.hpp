#pragma once

#include "harness/load/load.hpp"
#include "harness/load/object_reader.hpp"

#include <span>
#include <string_view>
#include <vector>

namespace rowlock {

/// Sets what the object says of the org's settings and of the load, as the file itself and
/// overrides do.
void read_org_settings(ObjectReader& object, Strategy& strategy);

/// Sets the expectations the object's member `expect` has and leaves the others as they are.
void read_expectations(ObjectReader& object, Expectations& expect);

/// Reads the members of `strategies`, each of them `base` with what it changes (steps not
/// completed).
std::vector<Strategy> read_strategies(
    const LocatedJson& value,
    const Strategy& base,
    std::span<const std::string_view> source_names,
    Mistakes& mistakes
);

}  // namespace rowlock
