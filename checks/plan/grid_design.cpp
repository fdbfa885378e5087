#include "checks/plan/grid_design.hpp"

#include "checks/plan/conflict_graph.hpp"
#include "checks/plan/feed_schedule.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <optional>
#include <utility>

namespace rowlock {
namespace {

/// More groups make cells of a few rows.
constexpr std::uint32_t k_groups_max = 400;
constexpr std::uint32_t k_triple_groups_max = 36;
/// Designs of one kind that are tried.
constexpr std::uint32_t k_designs_max = 14;
/// A design whose hosts have more batches each is run with so many: that differs little.
constexpr std::uint32_t k_depth_run_max = 3;

std::vector<GroupSet> hosts_of(const GridDesign& design) {
    switch (design.planner) {
        case Planner::latin_grid:
            return latin_rounds(design.first_side, design.groups - design.first_side);
        case Planner::triple_grid:
            return triples(design.groups);
        default:
            return pair_rounds(design.groups);
    }
}

/// Sets the depth so that hosts, which vary in size as drawn lots do, by the root of their rows,
/// hold their rows even if they get three times that more than their share.
void set_depth(GridDesign& design, const GridTask& task) {
    const auto hosts = static_cast<double>(design.hosts.size());
    const auto capacity = static_cast<double>(task.limits.rows);
    const double usable = std::max(capacity - 3 * std::sqrt(capacity), 0.5 * capacity);
    const double depth = std::ceil(static_cast<double>(task.rows) / (hosts * usable));
    design.depth = static_cast<std::uint32_t>(std::clamp(depth, 1.0, 1e6));
}

/// Conflicts between the batches of hosts, `depth` for each, and of others with nothing.
ConflictGraph host_conflicts(const GridDesign& design, std::uint32_t depth, std::uint64_t others) {
    std::vector<std::vector<std::uint32_t>> batches_of(design.groups);
    for (std::uint32_t host = 0; host < design.hosts.size(); ++host) {
        for (std::uint32_t i = 0; i < design.arity; ++i) {
            auto& batches = batches_of[design.hosts[host][i]];
            for (std::uint32_t d = 0; d < depth; ++d) batches.push_back(host * depth + d);
        }
    }
    std::vector<std::uint64_t> ends;
    std::vector<std::uint32_t> neighbours;
    for (std::uint32_t batch = 0; batch < design.hosts.size() * depth; ++batch) {
        const auto begin = static_cast<std::ptrdiff_t>(neighbours.size());
        for (std::uint32_t i = 0; i < design.arity; ++i) {
            for (const std::uint32_t other : batches_of[design.hosts[batch / depth][i]]) {
                if (other != batch) neighbours.push_back(other);
            }
        }
        std::sort(neighbours.begin() + begin, neighbours.end());
        neighbours.erase(
            std::unique(neighbours.begin() + begin, neighbours.end()), neighbours.end()
        );
        ends.push_back(neighbours.size());
    }
    ends.resize(ends.size() + others, neighbours.size());
    return {std::move(ends), std::move(neighbours)};
}

/// How long the design takes with hosts of the same size, beside full batches of the other rows.
Duration run(const GridDesign& design, const GridTask& task) {
    const std::uint32_t depth = std::min(design.depth, k_depth_run_max);
    const std::uint64_t hosts = design.hosts.size() * depth;
    const std::uint64_t rows = task.rows / design.depth * depth;
    const std::uint64_t other_rows = task.other_rows / design.depth * depth;
    const std::uint64_t others = (other_rows + task.limits.rows - 1) / task.limits.rows;
    std::vector<Duration> times(hosts, task.cost.of(rows / hosts));
    times.resize(hosts + others, task.cost.of(other_rows / std::max<std::uint64_t>(others, 1)));
    const ConflictGraph conflicts = host_conflicts(design, depth, others);
    std::vector<std::uint32_t> order(times.size());
    std::iota(order.begin(), order.end(), 0U);
    if (design.arity > 2) order = critical_first(conflicts, times, task.workers);
    // Where the depth was cut, the time of the whole is in proportion.
    return expected_makespan(conflicts, order, times, task.workers) * design.depth / depth;
}

/// Keeps the best of the designs of one kind.
class DesignChoice {
public:
    explicit DesignChoice(const GridTask& task) : task_(task) {}

    void consider(Planner planner, std::uint32_t groups, std::uint32_t first_side = 0) {
        GridDesign design{
            planner, groups, planner == Planner::triple_grid ? 3U : 2U, first_side, 1, {}};
        design.hosts = hosts_of(design);
        set_depth(design, task_);
        const Duration time = run(design, task_);
        if (best_ && time >= best_time_) return;
        best_time_ = time;
        best_ = std::move(design);
    }

    /// Considers numbers of groups from `from` to `to`, not more than k_designs_max of them.
    void consider_range(Planner planner, std::uint32_t from, std::uint32_t to) {
        const std::uint32_t step = (to - from) / k_designs_max + 1;
        for (std::uint32_t groups = from; groups <= to; groups += step) consider(planner, groups);
    }

    const std::optional<GridDesign>& best() const { return best_; }

private:
    const GridTask& task_;
    std::optional<GridDesign> best_;
    Duration best_time_{};
};

std::optional<GridDesign> best_pair_design(const GridTask& task) {
    DesignChoice choice{task};
    const std::uint32_t tight = std::clamp(2 * task.parallel, 3U, k_groups_max);
    choice.consider_range(Planner::grid, tight, std::min(tight + 6, k_groups_max));
    choice.consider_range(
        Planner::grid, std::max(tight / 2, 3U), std::min(3 * task.parallel + 6, k_groups_max)
    );
    return choice.best();
}

std::optional<GridDesign> best_latin_design(const GridTask& task) {
    DesignChoice choice{task};
    const std::uint32_t least = std::clamp(task.parallel, 2U, k_groups_max / 2);
    for (std::uint32_t first = least; first <= least + 3; ++first) {
        // The other side as long as makes the batches full, and a little longer.
        const std::uint64_t full = task.rows / (std::uint64_t{first} * task.limits.rows) + 1;
        const auto other =
            static_cast<std::uint32_t>(std::min<std::uint64_t>(full, k_groups_max / 2));
        const std::uint32_t second = std::max(first, other);
        for (std::uint32_t more = 0; more < 3; ++more) {
            choice.consider(Planner::latin_grid, first + second + more, first);
        }
    }
    return choice.best();
}

std::optional<GridDesign> best_triple_design(const GridTask& task) {
    DesignChoice choice{task};
    const std::uint32_t most = std::clamp(3 * task.parallel, 6U, k_triple_groups_max);
    for (std::uint32_t part = 2; part <= 5; ++part) {
        choice.consider(Planner::triple_grid, std::max(most * part / 5, 4U));
    }
    return choice.best();
}

GroupSet pair_of(std::uint32_t a, std::uint32_t b) {
    return {static_cast<GroupNo>(std::min(a, b)), static_cast<GroupNo>(std::max(a, b)), k_no_group};
}

}  // namespace

std::vector<GroupSet> pair_rounds(std::uint32_t groups) {
    // The circle method: one place stays, the others move on by one each round. With an odd number
    // the last place is empty, and who meets it has a free round.
    const std::uint32_t places = groups + groups % 2;
    std::vector<GroupSet> pairs;
    for (std::uint32_t round = 0; round + 1 < places; ++round) {
        const auto at = [&](std::uint32_t place) {
            return place == 0 ? places - 1 : (round + place - 1) % (places - 1);
        };
        for (std::uint32_t i = 0; i < places / 2; ++i) {
            const std::uint32_t a = at(i);
            const std::uint32_t b = at(places - 1 - i);
            if (a < groups && b < groups) pairs.push_back(pair_of(a, b));
        }
    }
    return pairs;
}

std::vector<GroupSet> latin_rounds(std::uint32_t first, std::uint32_t second) {
    const std::uint32_t longer = std::max(first, second);
    const std::uint32_t shorter = std::min(first, second);
    std::vector<GroupSet> pairs;
    for (std::uint32_t round = 0; round < longer; ++round) {
        for (std::uint32_t i = 0; i < shorter; ++i) {
            const std::uint32_t j = (i + round) % longer;
            pairs.push_back(first <= second ? pair_of(i, first + j) : pair_of(j, first + i));
        }
    }
    return pairs;
}

std::vector<GroupSet> triples(std::uint32_t groups) {
    std::vector<GroupSet> sets;
    for (std::uint32_t a = 0; a < groups; ++a) {
        for (std::uint32_t b = a + 1; b < groups; ++b) {
            for (std::uint32_t c = b + 1; c < groups; ++c) {
                sets.push_back(
                    {static_cast<GroupNo>(a), static_cast<GroupNo>(b), static_cast<GroupNo>(c)}
                );
            }
        }
    }
    return sets;
}

std::vector<GridDesign> grid_designs(const GridTask& task) {
    std::vector<GridDesign> designs;
    const auto add = [&](std::optional<GridDesign> design) {
        if (design) designs.push_back(std::move(*design));
    };
    if (task.three_keys) {
        add(best_triple_design(task));
        return designs;
    }
    add(best_pair_design(task));
    if (task.two_sided) add(best_latin_design(task));
    return designs;
}

}  // namespace rowlock
