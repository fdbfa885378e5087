#pragma once

#include "checks/plan/plan_problem.hpp"

#include <cstdint>
#include <span>
#include <vector>

namespace rowlock {

/// Two rows with one own id or external id: the platform refuses the later one if one transaction
/// has both. [bulk-api facts 8.10]
struct OwnKeyClash {
    KeyNo key = 0;
    RowNo first = 0;
    RowNo second = 0;

    bool operator==(const OwnKeyClash&) const = default;
};

/// The rows batch by batch, within one by primary key and then by the other keys: rows of a key
/// stand together, so that few transactions lock it, all in the same order. Rows of the same keys
/// stay as in the load. Rows have the problem's numbers, here and below.
std::vector<RowNo> order_rows(
    const PlanProblem& problem,
    std::span<const std::uint32_t> batch_of_row,
    std::span<const LoadSize> batches
);

/// Moves rows within a batch so that no own id stands twice in one transaction, where the batch has
/// room for that: rows of an id that comes again go to the front, later ones of the same id to the
/// end, in the order they had. `own_keys` is by row, as in PlanInput.
void spread_own_keys(
    std::span<RowNo> order, std::span<const LoadSize> batches, std::span<const KeyNo> own_keys
);

/// What is left of them, in the order of the plan.
std::vector<OwnKeyClash> find_own_key_clashes(
    std::span<const RowNo> order, std::span<const LoadSize> batches, std::span<const KeyNo> own_keys
);

}  // namespace rowlock
