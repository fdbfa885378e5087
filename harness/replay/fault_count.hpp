#pragma once

#include <cstdint>
#include <string>

namespace rowlock {

/// How often a fault struck, as the mock org counted.
struct FaultCount {
    std::string name;
    /// Requests, batches or query jobs that matched, and those of them it happened to.
    std::uint64_t seen = 0;
    std::uint64_t struck = 0;
};

}  // namespace rowlock
