#pragma once

#include "checks/plan/best_fit.hpp"
#include "checks/plan/plan_problem.hpp"

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

namespace rowlock {

/// Ways to make batches. [planning facts, section 3.3]
enum class Planner : std::uint8_t {
    /// Whole components, best fit; what exceeds a batch as a chain of batches in key order (P2-P4).
    components,
    /// The same with such a component in the order of a walk from neighbour to neighbour.
    walk,
    /// The keys that glue components together taken out, their rows in batches of their own.
    hubs,
    /// Keys in groups, a batch for each pair of groups, in rounds of disjoint pairs (P5).
    grid,
    /// The same for rows that join two kinds of keys: a Latin square of the groups of either kind.
    latin_grid,
    /// The same with a batch for each three groups.
    triple_grid,
};

/// `components`, `walk`, `hubs`, `grid`, `latin grid`, `triple grid`.
std::string_view name_of(Planner planner);

/// A division of the rows into batches; which is sent first is only a proposal yet.
struct Draft {
    Planner planner = Planner::components;
    /// Groups of keys that a grid made; 0 otherwise.
    std::uint32_t groups = 0;
    BatchLimits limits;
    std::vector<std::uint32_t> batch_of_row;
    /// No batch is empty; in the order proposed.
    std::vector<LoadSize> batches;
};

/// Puts rows into batches that keep to `limits`. A row that alone exceeds them gets a batch of its
/// own.
class DraftBuilder {
public:
    DraftBuilder(const PlanProblem& problem, const BatchLimits& limits);

    const BatchLimits& limits() const { return limits_; }

    std::uint32_t open_batch();

    const LoadSize& size(std::uint32_t batch) const { return batches_[batch]; }

    /// Puts the row into the batch if it has room.
    bool try_put(RowNo row, std::uint32_t batch);

    /// Cuts the rows, as they stand, into new batches, each as full as can be.
    void chain(std::span<const RowNo> rows);

    /// Puts every component for which `whole` is set, and then the rows without keys, into what the
    /// batches offered so far have left and into new ones. Such a component fits into a batch. The
    /// components are those of the rows that are in no batch yet.
    void pack_components(const Components& components, const std::vector<bool>& whole);

    /// What is left of the batch may be filled by pack_components.
    void offer(std::uint32_t batch) { offered_.push_back(batch); }

    std::uint32_t batch_count() const { return static_cast<std::uint32_t>(batches_.size()); }

    Draft finish(Planner planner) &&;

private:
    void put_components(
        const Components& components, const std::vector<std::uint32_t>& batch_of_component
    );
    void fill_with_keyless();

    const PlanProblem& problem_;
    BatchLimits limits_;
    std::vector<LoadSize> batches_;
    std::vector<std::uint32_t> offered_;
    std::vector<std::uint32_t> batch_of_row_;
};

}  // namespace rowlock
