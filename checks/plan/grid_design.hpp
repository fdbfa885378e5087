#pragma once

#include "checks/bounds/batch_limits.hpp"
#include "checks/plan/draft.hpp"

#include <array>
#include <cstdint>
#include <vector>

namespace rowlock {

/// A group of keys, counted from 0.
using GroupNo = std::uint16_t;

inline constexpr GroupNo k_no_group = 0xffff;

/// Up to three groups, ascending, then k_no_group.
using GroupSet = std::array<GroupNo, 3>;

/// Which groups of keys have batches together. Rows of a batch have keys of its groups only, so
/// batches of disjoint groups share no key. [planning facts, P5]
struct GridDesign {
    Planner planner = Planner::grid;
    std::uint32_t groups = 0;
    /// Groups of a host: 2 or 3.
    std::uint32_t arity = 2;
    /// A Latin grid keeps one kind of keys in the groups before this one, the other in the rest.
    std::uint32_t first_side = 0;
    /// Batches for each host.
    std::uint32_t depth = 1;
    /// Sets of groups that have batches, in the order proposed: in rounds of disjoint ones.
    std::vector<GroupSet> hosts;
};

/// All pairs of groups in rounds of disjoint pairs, as a round-robin tournament is drawn up.
std::vector<GroupSet> pair_rounds(std::uint32_t groups);

/// All pairs (i, first + j) with i < first and j < second in rounds of disjoint pairs.
std::vector<GroupSet> latin_rounds(std::uint32_t first, std::uint32_t second);

/// All sets of three groups.
std::vector<GroupSet> triples(std::uint32_t groups);

/// What a grid is to be made for.
struct GridTask {
    std::uint64_t rows = 0;
    BatchLimits limits;
    BatchCost cost;
    std::uint32_t workers = 1;
    /// As many batches of the grid as should run at a time; at most the workers.
    std::uint32_t parallel = 1;
    /// Rows beside the grid that conflict with nothing.
    std::uint64_t other_rows = 0;
    bool two_sided = false;
    bool three_keys = false;
};

/// The best design of each kind, as far as one can tell without the rows: each of a range of
/// designs is run with hosts of the same size.
std::vector<GridDesign> grid_designs(const GridTask& task);

}  // namespace rowlock
