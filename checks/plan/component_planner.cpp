#include "checks/plan/component_planner.hpp"

namespace rowlock {

std::vector<bool> components_that_fit(const PlanProblem& problem, const BatchLimits& limits) {
    std::vector<bool> fit;
    fit.reserve(problem.components().sizes.size());
    for (const LoadSize& size : problem.components().sizes) fit.push_back(size.fits(limits));
    return fit;
}

std::vector<std::vector<RowNo>> rows_of_components(
    const PlanProblem& problem, const std::vector<bool>& wanted, bool by_content
) {
    constexpr std::uint32_t k_none = ~std::uint32_t{0};
    std::vector<std::uint32_t> list_of(wanted.size(), k_none);
    std::vector<std::vector<RowNo>> lists;
    for (ComponentNo each = 0; each < wanted.size(); ++each) {
        if (!wanted[each]) continue;
        list_of[each] = static_cast<std::uint32_t>(lists.size());
        lists.emplace_back().reserve(problem.components().sizes[each].rows);
    }
    for (KeyNo key = 0; !lists.empty() && key < problem.roots().key_count(); ++key) {
        const ComponentNo component = problem.components().of_key[key];
        if (component == k_no_component || list_of[component] == k_none) continue;
        auto& list = lists[list_of[component]];
        const auto rows = problem.rows_by_primary().of(key);
        list.insert(list.end(), rows.begin(), rows.end());
        if (by_content) problem.sort_by_content(std::span{list}.last(rows.size()));
    }
    return lists;
}

void chain_components(
    DraftBuilder& builder, const PlanProblem& problem, const std::vector<std::vector<RowNo>>& lists
) {
    for (const auto& rows : lists) {
        if (rows.empty()) continue;
        const std::uint32_t first = builder.batch_count();
        builder.chain(rows);
        const Duration alone =
            problem.options().cost.of(rows.size(), builder.batch_count() - first);
        if (alone < problem.bounds().work_share) builder.offer(builder.batch_count() - 1);
    }
}

Draft plan_components(const PlanProblem& problem, const BatchLimits& limits) {
    const std::vector<bool> none(problem.components().sizes.size(), false);
    Draft draft = plan_walk(problem, limits, none, {});
    draft.planner = Planner::components;
    return draft;
}

Draft plan_walk(
    const PlanProblem& problem,
    const BatchLimits& limits,
    const std::vector<bool>& tangled,
    const std::vector<std::vector<RowNo>>& lists
) {
    DraftBuilder builder{problem, limits};
    const std::vector<bool> whole = components_that_fit(problem, limits);
    std::vector<bool> chains;
    for (std::size_t i = 0; i < whole.size(); ++i) chains.push_back(!whole[i] && !tangled[i]);
    chain_components(builder, problem, lists);
    chain_components(builder, problem, rows_of_components(problem, chains, true));
    builder.pack_components(problem.components(), whole);
    return std::move(builder).finish(Planner::walk);
}

}  // namespace rowlock
