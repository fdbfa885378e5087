#include "checks/plan/batch_plan.hpp"
#include "checks/plan/feed_schedule.hpp"
#include "checks/plan/portfolio.hpp"
#include "checks/plan/serial_planner.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <utility>

namespace rowlock {
namespace {

PlanSituation situation_of(const PlanProblem& problem) {
    if (problem.row_count() == 0) return PlanSituation::empty;
    const auto& sizes = problem.components().sizes;
    std::vector<std::uint32_t> keys(sizes.size());
    for (const ComponentNo component : problem.components().of_key) {
        if (component != k_no_component) ++keys[component];
    }
    PlanSituation situation = PlanSituation::components_fit;
    for (ComponentNo each = 0; each < sizes.size(); ++each) {
        if (sizes[each].fits(problem.options().limits)) continue;
        if (keys[each] > 1) return PlanSituation::large_components;
        situation = PlanSituation::hot_keys;
    }
    return situation;
}

/// Turns a draft into a plan with its batches in the order of sending.
class PlanMaker {
public:
    PlanMaker(const PlanProblem& problem, const PlanInput& input)
        : problem_(problem), input_(input) {
        plan_.objective = problem.options().objective;
        plan_.situation = situation_of(problem);
        plan_.bounds = problem.bounds();
        plan_.cross_links = problem.cross_links();
    }

    BatchPlan portfolio_plan(Portfolio& portfolio) {
        RatedDraft& best = portfolio.best();
        plan_.candidates = portfolio.candidates();
        plan_.chosen = portfolio.chosen();
        const auto times = batch_times(best.draft, problem_.options().cost);
        const FeedSchedule schedule = best.run(times, problem_.options());
        plan_.likely = likely_makespan(best, times);
        take_order(best.draft, best.order, schedule);
        plan_.conflicts = best.conflicts.renumbered(best.order);
        const bool fed = plan_.conflicts.pair_count() > 0;
        for (std::size_t i = 0; i < best.order.size(); ++i) {
            PlannedBatch& batch = plan_.batching.batches[i];
            batch.lane = fed ? BatchLane::feed : BatchLane::parallel;
            if (!best.phases.empty()) batch.phase = best.phases[best.order[i]];
        }
        if (!best.rating.needs_no_care()) plan_.serial_makespan_min = serial_makespan_min(problem_);
        return finish();
    }

    /// `tried` are the candidates that it was better than.
    BatchPlan serial_plan(
        SerialReason reason, SerialDraft&& serial, std::vector<PlanCandidate> tried
    ) {
        std::vector<std::uint32_t> order(serial.draft.batches.size());
        std::iota(order.begin(), order.end(), 0U);
        take_order(serial.draft, order, serial.schedule);
        // What varies evens out over a lane whose batches follow each other anyway.
        plan_.likely = plan_.makespan;
        bool any_serial = false;
        for (std::size_t i = 0; i < order.size(); ++i) {
            auto& lane = plan_.batching.batches[i].lane;
            lane = serial.serial[i] ? BatchLane::serial : BatchLane::parallel;
            any_serial = any_serial || serial.serial[i];
        }
        if (any_serial) plan_.serial_reason = reason;
        // The org's serial lane is one more worker.
        if (any_serial && problem_.options().serial_mode) {
            plan_.bounds = with_workers(plan_.bounds, problem_.options().workers + 1);
        }
        // What the serial lane keeps apart needs no list.
        plan_.conflicts = ConflictGraph{std::vector<std::uint64_t>(order.size()), {}};
        plan_.serial_makespan_min = serial_makespan_min(problem_);
        plan_.chosen = tried.size();
        plan_.candidates = std::move(tried);
        plan_.candidates.push_back({
            Planner::components,
            0,
            problem_.options().limits.rows,
            static_cast<std::uint32_t>(order.size()),
            0,
            1,
            plan_.makespan,
            plan_.makespan,
        });
        return finish();
    }

private:
    /// A batch is as many transactions as its rows make; the more, the less its time varies.
    Duration likely_makespan(const RatedDraft& rated, std::span<const Duration> times) const {
        const PlanOptions& options = problem_.options();
        std::vector<double> variations;
        for (std::size_t batch = 0; batch < times.size(); ++batch) {
            const std::uint64_t rows = rated.draft.batches[batch].rows;
            const auto transactions = static_cast<double>((rows + k_chunk_rows - 1) / k_chunk_rows);
            const Duration in_rows = options.cost.per_row * static_cast<std::int64_t>(rows);
            const double share = to_seconds(in_rows) / to_seconds(times[batch]);
            variations.push_back(options.variation * share / std::sqrt(transactions));
        }
        const Duration mean = drawn_makespan(
            times,
            variations,
            count_draws(rated),
            [&](std::span<const Duration> drawn) { return rated.run(drawn, options).makespan; }
        );
        // True of the mean over all draws that there could be; so few may have fallen short.
        return std::max(mean, plan_.bounds.makespan);
    }

    /// As many as take a fraction of a second; a single one where four would take longer, which is
    /// where there are so many batches that it says as much.
    static std::uint32_t count_draws(const RatedDraft& rated) {
        constexpr std::uint64_t k_work_max = 32'000'000;
        constexpr std::uint64_t k_batch_work = 100;
        constexpr std::uint64_t k_draws_max = 64;
        constexpr std::uint64_t k_draws_min = 4;
        const std::uint64_t batches = rated.draft.batches.size();
        const std::uint64_t work = rated.conflicts.pair_count() + k_batch_work * batches + 1;
        const std::uint64_t draws = std::min(k_work_max / work, k_draws_max);
        return draws < k_draws_min ? 1 : static_cast<std::uint32_t>(draws);
    }

    /// Numbers the batches in the order in which they are to be sent.
    void take_order(Draft& draft, std::vector<std::uint32_t>& order, const FeedSchedule& schedule) {
        std::vector<std::uint32_t> place(order.size());
        for (std::uint32_t i = 0; i < order.size(); ++i) place[order[i]] = i;
        for (std::uint32_t& batch : draft.batch_of_row) batch = place[batch];
        std::uint32_t first = 0;
        for (const std::uint32_t batch : order) {
            const LoadSize& size = draft.batches[batch];
            plan_.sizes.push_back(size);
            plan_.work += problem_.options().cost.of(size.rows);
            plan_.starts.push_back(schedule.starts[batch]);
            PlannedBatch planned;
            planned.first = first;
            planned.rows = static_cast<std::uint32_t>(size.rows);
            plan_.batching.batches.push_back(planned);
            first += planned.rows;
        }
        plan_.makespan = schedule.makespan;
        plan_.batching.order = order_rows(problem_, draft.batch_of_row, plan_.sizes);
    }

    BatchPlan finish() {
        auto& order = plan_.batching.order;
        if (!input_.own_keys.empty()) keep_own_keys_apart(order);
        plan_.key_usage =
            count_key_usage(problem_.keys(), order, plan_.sizes, problem_.options().threads);
        // Up to here rows had the problem's numbers; the plan is for those who know the load's.
        for (RowNo& row : order) row = problem_.input_row(row);
        plan_.oversize_rows = problem_.oversize_input_rows();
        // Planned with as full batches; now for what they are.
        if (!plan_.oversize_rows.empty()) measure_batches();
        return std::move(plan_);
    }

    void keep_own_keys_apart(std::vector<RowNo>& order) {
        const std::vector<KeyNo> own_keys = problem_.by_row(input_.own_keys);
        spread_own_keys(order, plan_.sizes, own_keys);
        plan_.own_key_clashes = find_own_key_clashes(order, plan_.sizes, own_keys);
        for (OwnKeyClash& clash : plan_.own_key_clashes) {
            clash.first = problem_.input_row(clash.first);
            clash.second = problem_.input_row(clash.second);
        }
    }

    void measure_batches() {
        for (std::size_t i = 0; i < plan_.sizes.size(); ++i) {
            plan_.sizes[i].bytes = 0;
            for (const RowNo row : plan_.batching.rows_of(plan_.batching.batches[i])) {
                plan_.sizes[i].bytes += input_.row_bytes[row];
            }
        }
    }

    const PlanProblem& problem_;
    const PlanInput& input_;
    BatchPlan plan_;
};

}  // namespace

BatchPlan plan_batches(const PlanInput& input, const PlanOptions& options) {
    const PlanProblem problem{input, options};
    PlanMaker maker{problem, input};
    if (!options.feed) return maker.serial_plan(SerialReason::no_feed, plan_serial(problem), {});
    Portfolio portfolio{problem};
    portfolio.try_all();
    const PlanCandidate& best = portfolio.best().rating;
    if (best.phases > 1) {
        // A single chain beside the rest is as fast in the serial lane, which asks less of a
        // client.
        SerialDraft serial = plan_serial(problem);
        if (serial.schedule.makespan <= best.makespan) {
            return maker.serial_plan(
                SerialReason::too_many_conflicts, std::move(serial), portfolio.candidates()
            );
        }
    }
    return maker.portfolio_plan(portfolio);
}

}  // namespace rowlock
