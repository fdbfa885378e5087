#pragma once

#include "harness/load/located_json.hpp"
#include "harness/load/mistakes.hpp"
#include "mockorg/faults/fault.hpp"

#include <string>
#include <vector>

namespace rowlock {

/// A fault of a load file, with its place (`file:line:column`) for errors that only the org can
/// find.
struct LoadFault {
    Fault fault;
    std::string where;
};

/// Reads the list `faults` of a load file; mistakes are reported with their places.
std::vector<LoadFault> read_load_faults(const LocatedJson& list, Mistakes& mistakes);

}  // namespace rowlock
