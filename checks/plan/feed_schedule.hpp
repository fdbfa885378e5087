#pragma once

#include "checks/plan/conflict_graph.hpp"
#include "mockorg/base/time.hpp"

#include <cstdint>
#include <functional>
#include <span>
#include <vector>

namespace rowlock {

/// When each batch starts, and when the last one is done.
struct FeedSchedule {
    std::vector<Duration> starts;
    Duration makespan{};
};

/// What a client does that is fed a plan: whenever one of its `workers` slots is free, it sends the
/// first batch, in `order`, all of whose earlier neighbours in the conflict graph are done. Two
/// batches that share a key never run together, however long they take. `times` is by batch.
/// (Letting batches overtake helps where times vary by a third or more, but costs a tenth where
/// they do not, for it breaks the rounds of a grid.)
FeedSchedule run_in_order(
    const ConflictGraph& conflicts,
    std::span<const std::uint32_t> order,
    std::span<const Duration> times,
    std::uint32_t workers
);

/// An order for run_in_order: list scheduling that starts, among the batches that may run, the one
/// whose own time and that of its waiting neighbours is the longest. [planning facts, P7]
/// Quadratic in the number of batches if any conflict; otherwise longest first.
std::vector<std::uint32_t> critical_first(
    const ConflictGraph& conflicts, std::span<const Duration> times, std::uint32_t workers
);

/// How long batches take if they take `times`, by batch.
using MakespanOf = std::function<Duration(std::span<const Duration> times)>;

/// The mean of the makespan with exactly these times and that with times drawn around them (seeded,
/// coefficient of variation 5 %): a plan that only works to the second is worth less than its
/// prediction.
Duration expected_makespan(std::span<const Duration> times, const MakespanOf& makespan_of);

/// The same of run_in_order.
Duration expected_makespan(
    const ConflictGraph& conflicts,
    std::span<const std::uint32_t> order,
    std::span<const Duration> times,
    std::uint32_t workers
);

/// The mean makespan over `draws` (at least 1) of lognormal times (seeded) with these means and
/// coefficients of variation, both by batch. From four draws on, those of each batch are scaled so
/// that their mean is exactly its time: no sum of times, and so no bound made of them, is then
/// smaller or greater by the luck of the draw.
Duration drawn_makespan(
    std::span<const Duration> times,
    std::span<const double> variations,
    std::uint32_t draws,
    const MakespanOf& makespan_of
);

}  // namespace rowlock
