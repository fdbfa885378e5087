#pragma once

#include "checks/contention/contention.hpp"
#include "checks/contention/key_lists.hpp"
#include "checks/model/batching.hpp"
#include "checks/model/row_keys.hpp"
#include "checks/plan/plan_file.hpp"

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace rowlock {

/// Batches of a feed that share a key, though neither names the other: the feed lets them run
/// together.
struct UndeclaredConflicts {
    std::uint64_t keys = 0;
    std::uint64_t pairs = 0;
    std::vector<Witness> witnesses;
};

/// Holds a feed to its word. The first batches of `batching` are those of `plan`.
UndeclaredConflicts find_undeclared_conflicts(
    const RowKeys& keys,
    const Batching& batching,
    std::span<const PlanFileBatch> plan,
    KeyReading reading,
    std::size_t witnesses_max
);

}  // namespace rowlock
