#include "checks/plan/grid_cells.hpp"

#include <algorithm>

namespace rowlock {
namespace {

/// Fills hosts up to one common level, like water: lowest first. `loads` are the hosts' rows.
void fill_level(
    std::vector<CellShare>& shares, std::uint64_t rows, std::span<std::uint64_t> loads
) {
    std::vector<CellShare*> lowest_first;
    for (CellShare& share : shares) lowest_first.push_back(&share);
    std::stable_sort(lowest_first.begin(), lowest_first.end(), [&](auto* a, auto* b) {
        return loads[a->host] < loads[b->host];
    });
    // The level: the `wet` lowest hosts are below it.
    std::uint64_t below = 0;
    std::size_t wet = 0;
    while (wet < lowest_first.size()) {
        const std::uint64_t load = loads[lowest_first[wet]->host];
        if (wet > 0 && load * wet >= below + rows) break;
        below += load;
        ++wet;
    }
    const std::uint64_t level = (below + rows) / wet;
    std::uint64_t over = (below + rows) % wet;
    for (std::size_t i = 0; i < wet; ++i) {
        CellShare& share = *lowest_first[i];
        const std::uint64_t target = level + (over > 0 ? 1 : 0);
        if (over > 0) --over;
        share.rows = target - loads[share.host];
        loads[share.host] = target;
    }
}

std::size_t group_count(const GroupSet& groups) {
    return static_cast<std::size_t>(std::count_if(groups.begin(), groups.end(), [](GroupNo group) {
        return group != k_no_group;
    }));
}

/// All non-empty parts of a set of groups, each sorted.
std::vector<GroupSet> parts_of(const GroupSet& groups) {
    const std::size_t size = group_count(groups);
    std::vector<GroupSet> parts;
    for (unsigned chosen = 1; chosen < 1U << size; ++chosen) {
        GroupSet part{k_no_group, k_no_group, k_no_group};
        std::size_t used = 0;
        for (std::size_t i = 0; i < size; ++i) {
            if ((chosen >> i & 1U) != 0) part[used++] = groups[i];
        }
        parts.push_back(part);
    }
    return parts;
}

}  // namespace

GridCells::GridCells(const GridDesign& design) : design_(design), cell_count_(1) {
    for (std::uint32_t i = 0; i < design.arity; ++i) cell_count_ *= design.groups + 1;
    hosts_of_.resize(cell_count_);
    for (std::uint32_t host = 0; host < design.hosts.size(); ++host) {
        for (const GroupSet& part : parts_of(design.hosts[host])) {
            hosts_of_[cell_of(part)].push_back(host);
        }
    }
}

std::vector<std::vector<CellShare>> GridCells::share_out(std::span<const std::uint64_t> row_counts
) const {
    constexpr int k_sweeps = 6;
    std::vector<std::vector<CellShare>> shares(cell_count_);
    std::vector<std::uint64_t> loads(design_.hosts.size());
    for (std::uint32_t cell = 0; cell < cell_count_; ++cell) {
        if (row_counts[cell] == 0) continue;
        for (const std::uint32_t host : hosts_of_[cell]) shares[cell].push_back({host, 0});
        if (shares[cell].size() != 1) continue;
        shares[cell].front().rows = row_counts[cell];
        loads[shares[cell].front().host] += row_counts[cell];
    }
    // Cells fill up one after another, and again with what the others did in view.
    for (int sweep = 0; sweep < k_sweeps; ++sweep) {
        for (std::uint32_t cell = 0; cell < cell_count_; ++cell) {
            if (shares[cell].size() < 2) continue;
            for (CellShare& share : shares[cell]) {
                loads[share.host] -= share.rows;
                share.rows = 0;
            }
            fill_level(shares[cell], row_counts[cell], loads);
        }
    }
    return shares;
}

}  // namespace rowlock
