#include "checks/plan/portfolio.hpp"

#include "checks/model/side_by_side.hpp"
#include "checks/plan/component_planner.hpp"
#include "checks/plan/feed_schedule.hpp"
#include "checks/plan/grid_planner.hpp"
#include "checks/plan/hub_planner.hpp"
#include "checks/plan/key_walk.hpp"
#include "checks/plan/phases.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <optional>
#include <utility>

namespace rowlock {
namespace {

/// Gaps to the lower bound at which one stops looking for something better: at once, or for plans
/// that seldom are.
constexpr double k_as_good_as_best = 0.005;
constexpr double k_good = 0.03;

/// Chooses between the order that the planner proposed and the one that list scheduling finds.
void schedule(RatedDraft& rated, const PlanOptions& options) {
    const std::vector<Duration> times = batch_times(rated.draft, options.cost);
    const auto expected = [&] {
        return expected_makespan(times, [&](std::span<const Duration> drawn) {
            return rated.run(drawn, options).makespan;
        });
    };
    const bool in_phases = !rated.phases.empty();
    rated.order = in_phases ? order_in_phases(rated.phases, times)
                            : critical_first(rated.conflicts, times, options.workers);
    rated.rating.expected = expected();
    if (rated.conflicts.pair_count() > 0) {
        std::vector<std::uint32_t> proposed(times.size());
        std::iota(proposed.begin(), proposed.end(), 0U);
        std::swap(rated.order, proposed);
        const Duration time = expected();
        if (time < rated.rating.expected) {
            rated.rating.expected = time;
        } else {
            std::swap(rated.order, proposed);
        }
    }
    rated.rating.makespan = rated.run(times, options).makespan;
}

/// For a load of fewer batches than workers: as many as give each worker one, but none that would
/// be less than a transaction, for halves of a transaction take as long as whole ones.
BatchLimits spread_limits(const PlanProblem& problem, std::uint64_t batches) {
    BatchLimits limits = problem.options().limits;
    const std::uint64_t rows = problem.size().rows;
    const std::uint64_t transactions = (rows + k_chunk_rows - 1) / k_chunk_rows;
    const std::uint64_t wanted = std::min<std::uint64_t>(transactions, problem.options().workers);
    if (wanted <= batches) return limits;
    const std::uint64_t share = (transactions + wanted - 1) / wanted * k_chunk_rows;
    limits.rows = static_cast<std::uint32_t>(std::min<std::uint64_t>(share, limits.rows));
    return limits;
}

}  // namespace

FeedSchedule RatedDraft::run(std::span<const Duration> times, const PlanOptions& options) const {
    const bool held_back = conflicts.pair_count() > 0 || !phases.empty();
    const Duration gap = held_back ? options.cost.gap() : Duration{};
    std::vector<Duration> until_known{times.begin(), times.end()};
    for (Duration& time : until_known) time += gap;
    FeedSchedule schedule = phases.empty()
                                ? run_in_order(conflicts, order, until_known, options.workers)
                                : run_in_phases(order, phases, until_known, options.workers);
    // Nothing is sent behind the last batch.
    if (!times.empty()) schedule.makespan -= gap;
    return schedule;
}

std::vector<Duration> batch_times(const Draft& draft, const BatchCost& cost) {
    std::vector<Duration> times;
    times.reserve(draft.batches.size());
    for (const LoadSize& batch : draft.batches) times.push_back(cost.of(batch.rows));
    return times;
}

BatchLimits level_limits(const PlanProblem& problem, std::uint64_t batches) {
    BatchLimits limits = problem.options().limits;
    const std::uint64_t workers = problem.options().workers;
    if (batches < workers) return spread_limits(problem, batches);
    const std::uint64_t wanted = (batches + workers - 1) / workers * workers;
    if (wanted == batches) return limits;
    // A little more than the even share, or the last rows would need a batch of their own.
    constexpr double k_slack = 1.002;
    const double share = k_slack / static_cast<double>(wanted);
    const LoadSize size = problem.size();
    const auto part = [&](std::uint64_t whole, std::uint64_t most) {
        const auto even = static_cast<std::uint64_t>(std::ceil(static_cast<double>(whole) * share));
        return std::clamp<std::uint64_t>(even, 1, most);
    };
    const std::uint64_t room = limits.row_bytes();
    if (size.rows / limits.rows >= size.bytes / std::max<std::uint64_t>(room, 1)) {
        limits.rows = static_cast<std::uint32_t>(part(size.rows, limits.rows));
    } else {
        limits.bytes = limits.header_bytes + part(size.bytes, std::max<std::uint64_t>(room, 1));
    }
    return limits;
}

void Portfolio::try_all() {
    const PlanObjective objective = problem_.options().objective;
    const BatchLimits& limits = problem_.options().limits;
    const auto whole_components = [&](const BatchLimits& each) {
        return plan_components(problem_, each);
    };
    const std::vector<bool> tangled = components_for_grid(problem_, limits);
    const bool any_tangled = std::find(tangled.begin(), tangled.end(), true) != tangled.end();
    if (!any_tangled || objective == PlanObjective::batches) {
        consider_levels(whole_components);
        return;
    }
    std::atomic<bool> grids_wanted = true;
    std::vector<RatedDraft> grids;
    side_by_side(
        problem_.options().threads,
        [&] {
            consider_walk(tangled);
            grids_wanted = !within(k_as_good_as_best);
        },
        [&] { grids = rate_grids(grids_wanted); }
    );
    if (!grids_wanted) return;
    for (RatedDraft& grid : grids) keep(std::move(grid));
    if (within(k_good)) return;
    consider_levels(whole_components);
    std::optional<Draft> without_hubs = plan_without_hubs(problem_, limits);
    if (without_hubs) consider(std::move(*without_hubs));
}

void Portfolio::consider_walk(const std::vector<bool>& tangled) {
    // Where clusters have many links to others, a walk is everywhere at once: of ten workers it
    // keeps nearly all busy at a degree of 1.2; 9.1 on a path, which has 2, and 5.7 with random
    // links; 1.9 at 6. [planning facts, 3.1]
    constexpr double k_walkable_degree = 2.5;
    if (problem_.cross_links().degree > k_walkable_degree) return;
    const auto lists = walk_components(problem_, tangled, problem_.bounds().batches_min / 4);
    if (!lists) return;
    const auto plan = [&](const BatchLimits& each) {
        return plan_walk(problem_, each, tangled, *lists);
    };
    const std::uint64_t batches = consider_levels(plan);
    // Neighbours in a walk cannot run together: twice as many batches keep all workers busy.
    if (batches >= 4 * problem_.options().workers || within(k_as_good_as_best)) return;
    consider(plan(level_limits(problem_, 2 * batches - 1)));
}

template <class Plan>
std::uint64_t Portfolio::consider_levels(Plan&& plan) {
    const BatchLimits& limits = problem_.options().limits;
    Draft draft = plan(limits);
    const std::uint64_t batches = draft.batches.size();
    consider(std::move(draft));
    if (problem_.options().objective == PlanObjective::batches || within(k_as_good_as_best))
        return batches;
    // Ending together saves less than one round, which is all there is where workers have no batch.
    const bool hopeless = batches >= problem_.options().workers && found_ &&
                          best_.rating.makespan > 2 * problem_.bounds().makespan;
    const BatchLimits level = level_limits(problem_, batches);
    const bool same = level.rows == limits.rows && level.bytes == limits.bytes;
    if (!hopeless && !same) consider(plan(level));
    return batches;
}

std::vector<RatedDraft> Portfolio::rate_grids(const std::atomic<bool>& wanted) const {
    std::vector<RatedDraft> grids;
    if (!wanted) return grids;
    for (Draft& draft : plan_grids(problem_, problem_.options().limits)) {
        if (!wanted) break;
        grids.push_back(rate(std::move(draft)));
    }
    return grids;
}

RatedDraft Portfolio::rate(Draft&& draft) const {
    const auto batches = static_cast<std::uint32_t>(draft.batches.size());
    RatedDraft rated;
    if (auto conflicts = find_conflicts(problem_, draft.batch_of_row, batches)) {
        rated.conflicts = *std::move(conflicts);
    } else {
        rated.conflicts = ConflictGraph{std::vector<std::uint64_t>(batches), {}};
        rated.phases = find_phases(problem_, draft.batch_of_row, batches);
        rated.rating.phases = 1 + *std::max_element(rated.phases.begin(), rated.phases.end());
    }
    rated.draft = std::move(draft);
    rated.rating.planner = rated.draft.planner;
    rated.rating.groups = rated.draft.groups;
    rated.rating.batch_rows = rated.draft.limits.rows;
    rated.rating.batches = batches;
    rated.rating.conflicting_pairs = rated.conflicts.pair_count();
    schedule(rated, problem_.options());
    return rated;
}

void Portfolio::keep(RatedDraft&& rated) {
    candidates_.push_back(rated.rating);
    if (found_ && !better(rated.rating, best_.rating)) return;
    found_ = true;
    chosen_ = candidates_.size() - 1;
    best_ = std::move(rated);
}

void Portfolio::consider(Draft&& draft) {
    keep(rate(std::move(draft)));
}

bool Portfolio::better(const PlanCandidate& a, const PlanCandidate& b) const {
    const bool safe_a = a.needs_no_care();
    const bool safe_b = b.needs_no_care();
    switch (problem_.options().objective) {
        case PlanObjective::safety:
            if (safe_a != safe_b) return safe_a;
            break;
        case PlanObjective::batches:
            if (a.batches != b.batches) return a.batches < b.batches;
            if (safe_a != safe_b) return safe_a;
            break;
        case PlanObjective::time:
            // Half a percent of predicted time is not worth holding batches back.
            if (safe_a != safe_b && std::abs((a.expected - b.expected).count()) * 200 <=
                                        std::max(a.expected, b.expected).count()) {
                return safe_a;
            }
            break;
    }
    return a.expected != b.expected ? a.expected < b.expected : a.batches < b.batches;
}

bool Portfolio::within(double gap) const {
    if (!found_) return false;
    const double bound = to_seconds(problem_.bounds().makespan);
    return to_seconds(best_.rating.makespan) <= bound * (1 + gap);
}

}  // namespace rowlock
