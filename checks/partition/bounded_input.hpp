#pragma once

#include "checks/input/input_request.hpp"
#include "checks/input/loaded_input.hpp"
#include "mockorg/base/result.hpp"

#include <cstdint>
#include <limits>
#include <string>

namespace rowlock {

/// How much rows and names may take while files are read, and where the rest goes.
struct MemoryBound {
    std::uint64_t bytes = std::numeric_limits<std::uint64_t>::max();
    /// For temporary files.
    std::string folder;
};

/// Half of the machine's memory, and the system's folder for temporary files.
MemoryBound default_memory_bound();

/// load_input, with the same result whatever the bound. Where rows and records do not fit, they go
/// through one temporary file in as many partitions as it takes for one to fit. The bound is not
/// hard: reference files are held in memory, and about 16 bytes a row and 70 a record in the end.
Result<LoadedInput> load_input_bounded(const InputRequest& request, const MemoryBound& bound);

}  // namespace rowlock
