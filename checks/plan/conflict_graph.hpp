#pragma once

#include "checks/plan/plan_problem.hpp"

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace rowlock {

/// Which batches share a key with which.
class ConflictGraph {
public:
    ConflictGraph() = default;

    ConflictGraph(std::vector<std::uint64_t> ends, std::vector<std::uint32_t> others)
        : ends_(std::move(ends)), others_(std::move(others)) {}

    std::uint32_t batch_count() const { return static_cast<std::uint32_t>(ends_.size()); }

    /// Ascending, without the batch itself.
    std::span<const std::uint32_t> of(std::uint32_t batch) const {
        const std::uint64_t begin = batch == 0 ? 0 : ends_[batch - 1];
        return std::span{others_}.subspan(begin, ends_[batch] - begin);
    }

    std::uint64_t pair_count() const { return others_.size() / 2; }

    /// The same graph with batch `order[i]` called i.
    ConflictGraph renumbered(std::span<const std::uint32_t> order) const;

private:
    std::vector<std::uint64_t> ends_;
    std::vector<std::uint32_t> others_;
};

/// Batches that share keys with others, and up to how many if the pairs are few: as many as can be
/// written down as pairs and put in order.
inline constexpr std::size_t k_conflicting_batches_max = 16'384;
inline constexpr std::size_t k_sparse_batches_max = 65'536;

/// Exact, from the keys themselves. Nothing if more than k_conflicting_batches_max batches share
/// keys with others in many pairs, or more than k_sparse_batches_max in few.
std::optional<ConflictGraph> find_conflicts(
    const PlanProblem& problem,
    std::span<const std::uint32_t> batch_of_row,
    std::uint32_t batch_count
);

}  // namespace rowlock
