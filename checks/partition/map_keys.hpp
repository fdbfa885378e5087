#pragma once

#include "checks/input/loaded_input.hpp"
#include "checks/model/batching.hpp"
#include "checks/partition/key_partition.hpp"

#include <cstdint>
#include <vector>

namespace rowlock {

/// The keys of a part of a load, by partition. `first_number`: the number of the part's first batch
/// in the whole load; the others follow. All parts must be read with the same rules, schema and
/// reference files, or the same record may have two names.
std::vector<KeyPartition> map_keys(
    const LoadedInput& input,
    const Batching& batching,
    std::uint32_t first_number,
    std::uint32_t partition_count
);

}  // namespace rowlock
