#pragma once

#include "checks/plan/grid_design.hpp"

#include <algorithm>
#include <cstdint>
#include <span>
#include <vector>

namespace rowlock {

/// A part of a cell's rows that goes to a host.
struct CellShare {
    std::uint32_t host = 0;
    std::uint64_t rows = 0;
};

/// The cells of a grid: rows by the exact set of groups that their keys belong to. A cell of as
/// many groups as a host has is that host's own. A smaller one may be divided among all hosts that
/// contain its groups, and is, so that the hosts come out level.
class GridCells {
public:
    /// The design must outlive the cells.
    explicit GridCells(const GridDesign& design);

    static constexpr std::uint32_t k_no_cell = ~std::uint32_t{0};

    std::uint32_t count() const { return cell_count_; }

    /// The cell of a set of groups, which is one of the design's hosts or part of one.
    std::uint32_t cell_of(const GroupSet& groups) const {
        // A missing group counts as one more group.
        std::uint32_t cell = 0;
        for (std::uint32_t i = 0; i < design_.arity; ++i) {
            cell = cell * (design_.groups + 1) + std::min<std::uint32_t>(groups[i], design_.groups);
        }
        return cell;
    }

    /// `row_counts` is by cell. By cell: which host takes how many of its rows, the hosts in their
    /// order.
    std::vector<std::vector<CellShare>> share_out(std::span<const std::uint64_t> row_counts) const;

private:
    const GridDesign& design_;
    std::uint32_t cell_count_ = 0;
    /// By cell: the hosts that contain its groups.
    std::vector<std::vector<std::uint32_t>> hosts_of_;
};

}  // namespace rowlock
