#include "checks/plan/grid_planner.hpp"

#include "checks/plan/component_planner.hpp"
#include "checks/plan/grid_cells.hpp"
#include "checks/plan/key_groups.hpp"

#include <algorithm>
#include <optional>
#include <utility>

namespace rowlock {
namespace {

/// Rows by cell, those of a cell in the order given.
struct CellRows {
    std::vector<std::uint64_t> counts;
    std::vector<std::uint64_t> starts;
    std::vector<RowNo> rows;

    std::span<const RowNo> of(std::uint32_t cell) const {
        return std::span{rows}.subspan(starts[cell], counts[cell]);
    }
};

/// Makes the batches of one design.
class GridFiller {
public:
    GridFiller(
        const PlanProblem& problem,
        const GridDesign& design,
        std::vector<GroupNo> group_of,
        DraftBuilder& builder
    )
        : problem_(problem),
          design_(design),
          group_of_(std::move(group_of)),
          cells_(design),
          builder_(builder) {}

    void fill(const std::vector<std::vector<RowNo>>& lists) {
        const CellRows cells = sort_into_cells(lists);
        const auto shares = cells_.share_out(cells.counts);
        open_hosts(shares);
        for (std::uint32_t cell = 0; cell < cells_.count(); ++cell) {
            divide(cells.of(cell), shares[cell]);
        }
        builder_.chain(left_over_);
    }

private:
    /// The batches of a host, filled one after another up to `target` rows.
    struct Host {
        std::uint32_t first_batch = 0;
        std::uint32_t current = 0;
        std::uint64_t target = 0;
    };

    /// The cell of a row; k_no_cell if its keys are in more groups than a host has.
    std::uint32_t cell_of(RowNo row) const {
        GroupSet groups{k_no_group, k_no_group, k_no_group};
        std::size_t size = 0;
        for (const KeyUse use : problem_.roots().of(row)) {
            const GroupNo group = group_of_[use.key()];
            const auto end = groups.begin() + static_cast<std::ptrdiff_t>(size);
            if (std::find(groups.begin(), end, group) != end) continue;
            if (size == design_.arity) return GridCells::k_no_cell;
            groups[size++] = group;
        }
        std::sort(groups.begin(), groups.end());
        return cells_.cell_of(groups);
    }

    CellRows sort_into_cells(const std::vector<std::vector<RowNo>>& lists) {
        CellRows sorted;
        sorted.counts.resize(cells_.count());
        std::vector<std::pair<std::uint32_t, RowNo>> placed;
        for (const auto& list : lists) {
            for (const RowNo row : list) {
                const std::uint32_t cell = cell_of(row);
                if (cell == GridCells::k_no_cell) {
                    left_over_.push_back(row);
                } else {
                    placed.push_back({cell, row});
                    ++sorted.counts[cell];
                }
            }
        }
        std::uint64_t start = 0;
        for (const std::uint64_t count : sorted.counts) {
            sorted.starts.push_back(start);
            start += count;
        }
        sorted.rows.resize(placed.size());
        std::vector<std::uint64_t> next = sorted.starts;
        for (const auto& [cell, row] : placed) sorted.rows[next[cell]++] = row;
        return sorted;
    }

    void open_hosts(const std::vector<std::vector<CellShare>>& shares) {
        std::vector<std::uint64_t> rows(design_.hosts.size());
        for (const auto& cell : shares) {
            for (const CellShare& share : cell) rows[share.host] += share.rows;
        }
        for (const std::uint64_t count : rows) {
            Host host;
            host.first_batch = host.current = builder_.batch_count();
            host.target = (count + design_.depth - 1) / design_.depth;
            for (std::uint32_t i = 0; i < design_.depth; ++i) builder_.open_batch();
            hosts_.push_back(host);
        }
    }

    /// Each host its share; a key whose rows would be torn goes to one host as long as that costs
    /// no more than a few rows' difference.
    void divide(std::span<const RowNo> rows, const std::vector<CellShare>& shares) {
        constexpr std::uint64_t k_slack_rows = 16;
        std::size_t next = 0;
        for (const CellShare& share : shares) {
            const std::size_t begin = next;
            const auto goes_on = [&] {
                if (next == rows.size()) return false;
                if (next - begin < share.rows) return true;
                return next > begin && next - begin < share.rows + k_slack_rows &&
                       problem_.primary_key(rows[next]) == problem_.primary_key(rows[next - 1]);
            };
            while (goes_on()) put(rows[next++], hosts_[share.host]);
        }
        while (next < rows.size()) left_over_.push_back(rows[next++]);
    }

    void put(RowNo row, Host& host) {
        const std::uint32_t last = host.first_batch + design_.depth - 1;
        while (host.current < last) {
            const bool level = builder_.size(host.current).rows >= host.target;
            if (!level && builder_.try_put(row, host.current)) return;
            ++host.current;
        }
        if (!builder_.try_put(row, last)) left_over_.push_back(row);
    }

    const PlanProblem& problem_;
    const GridDesign& design_;
    std::vector<GroupNo> group_of_;
    GridCells cells_;
    DraftBuilder& builder_;
    std::vector<Host> hosts_;
    /// Rows of too many groups, and what hosts had no room for.
    std::vector<RowNo> left_over_;
};

/// The part of the workers that this part of the load should keep busy.
GridTask task_for(
    const PlanProblem& problem,
    const BatchLimits& limits,
    const std::vector<std::vector<RowNo>>& lists
) {
    GridTask task;
    std::uint64_t three_keys = 0;
    for (const auto& list : lists) {
        task.rows += list.size();
        for (const RowNo row : list) three_keys += problem.roots().of(row).size() > 2 ? 1U : 0U;
    }
    const PlanOptions& options = problem.options();
    task.limits = limits;
    task.cost = options.cost;
    // A little more than its share, so that the rest is not what runs at the end.
    constexpr double k_head_start = 1.1;
    const double share = static_cast<double>(task.rows) / static_cast<double>(problem.row_count());
    const double parallel = std::min(1.0, k_head_start * share) * options.workers;
    task.parallel = std::max(1U, static_cast<std::uint32_t>(parallel + 0.999));
    task.workers = options.workers;
    task.other_rows = problem.row_count() - task.rows;
    task.three_keys = 20 * three_keys > task.rows;
    return task;
}

}  // namespace

std::vector<bool> components_for_grid(const PlanProblem& problem, const BatchLimits& limits) {
    const auto& sizes = problem.components().sizes;
    std::vector<std::uint64_t> heaviest(sizes.size());
    for (KeyNo key = 0; key < problem.root_loads().size(); ++key) {
        const ComponentNo component = problem.components().of_key[key];
        if (component == k_no_component) continue;
        heaviest[component] = std::max(heaviest[component], problem.root_loads()[key].rows);
    }
    std::vector<bool> wanted;
    for (ComponentNo each = 0; each < sizes.size(); ++each) {
        const Duration as_chain = problem.options().cost.of(sizes[each], limits);
        const bool too_long = 2 * as_chain > problem.bounds().work_share;
        const bool one_key = 5 * heaviest[each] > 4 * sizes[each].rows;
        wanted.push_back(!sizes[each].fits(limits) && too_long && !one_key);
    }
    return wanted;
}

std::vector<Draft> plan_grids(const PlanProblem& problem, const BatchLimits& limits) {
    const std::vector<bool> in_grid = components_for_grid(problem, limits);
    if (std::find(in_grid.begin(), in_grid.end(), true) == in_grid.end()) return {};
    const auto lists = rows_of_components(problem, in_grid, true);
    GridTask task = task_for(problem, limits, lists);
    const auto sides = find_key_sides(problem, in_grid);
    task.two_sided = sides.has_value();
    const std::vector<bool> whole = components_that_fit(problem, limits);
    std::vector<bool> chains;
    for (std::size_t i = 0; i < whole.size(); ++i) chains.push_back(!whole[i] && !in_grid[i]);
    const auto chain_rows = rows_of_components(problem, chains, true);
    std::vector<Draft> drafts;
    for (const GridDesign& design : grid_designs(task)) {
        DraftBuilder builder{problem, limits};
        chain_components(builder, problem, chain_rows);
        GridFiller{problem, design, group_keys(problem, in_grid, design, sides), builder}.fill(lists
        );
        builder.pack_components(problem.components(), whole);
        drafts.push_back(std::move(builder).finish(design.planner));
        drafts.back().groups = design.groups;
    }
    return drafts;
}

}  // namespace rowlock
