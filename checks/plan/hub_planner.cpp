#include "checks/plan/hub_planner.hpp"

#include "checks/bounds/key_loads.hpp"

#include <algorithm>
#include <utility>
#include <vector>

namespace rowlock {
namespace {

constexpr std::size_t k_hubs_max = 4096;

class HubPlanner {
public:
    HubPlanner(const PlanProblem& problem, const BatchLimits& limits)
        : problem_(problem), limits_(limits) {}

    std::optional<Draft> plan() {
        keys_ = heaviest_keys(problem_.root_loads(), most_hubs());
        if (keys_.empty() || !fits_without(keys_.size())) return std::nullopt;
        // Taking out more keys never ties rows together, so the fewest are found by halving.
        std::size_t too_few = 0;
        std::size_t enough = keys_.size();
        while (enough - too_few > 1) {
            const std::size_t middle = (too_few + enough) / 2;
            (fits_without(middle) ? enough : too_few) = middle;
        }
        fits_without(enough);
        return build(enough);
    }

private:
    /// Keys that together have at most half of the rows.
    std::size_t most_hubs() const {
        const auto& loads = problem_.root_loads();
        std::uint64_t rows = 0;
        std::size_t count = 0;
        for (const KeyNo key : heaviest_keys(loads, k_hubs_max)) {
            rows += loads[key].rows;
            if (2 * rows > problem_.row_count()) break;
            ++count;
        }
        return count;
    }

    /// Whether all components fit into a batch when the rows of the `count` heaviest keys are out.
    bool fits_without(std::size_t count) {
        is_hub_.assign(problem_.roots().key_count(), false);
        for (std::size_t i = 0; i < count; ++i) is_hub_[keys_[i]] = true;
        std::vector<std::uint32_t> bytes;
        for (RowNo row = 0; row < problem_.row_count(); ++row) {
            bytes.push_back(static_cast<std::uint32_t>(problem_.size_of(row).bytes));
        }
        components_ = find_components(rest(), bytes);
        return std::all_of(
            components_.sizes.begin(),
            components_.sizes.end(),
            [&](const LoadSize& size) { return size.fits(limits_); }
        );
    }

    /// The rows with those of hubs emptied. The heaviest key of a row is its primary one, so a row
    /// has a hub only if that is one.
    RowKeys rest() {
        RowKeys rows;
        rows.reserve(problem_.row_count(), problem_.roots().use_count());
        for (RowNo row = 0; row < problem_.row_count(); ++row) {
            const KeyNo primary = problem_.primary_key(row);
            if (primary != k_no_key && !is_hub_[primary]) {
                for (const KeyUse use : problem_.roots().of(row)) rows.add(use);
            }
            rows.end_row();
        }
        return rows;
    }

    Draft build(std::size_t count) {
        DraftBuilder builder{problem_, limits_};
        std::vector<RowNo> hub_rows;
        for (std::size_t i = 0; i < count; ++i) {
            const auto rows = problem_.rows_by_primary().of(keys_[i]);
            hub_rows.insert(hub_rows.end(), rows.begin(), rows.end());
            problem_.sort_by_content(std::span{hub_rows}.last(rows.size()));
        }
        builder.chain(hub_rows);
        builder.pack_components(components_, std::vector<bool>(components_.sizes.size(), true));
        return std::move(builder).finish(Planner::hubs);
    }

    const PlanProblem& problem_;
    const BatchLimits& limits_;
    std::vector<KeyNo> keys_;
    std::vector<bool> is_hub_;
    Components components_;
};

}  // namespace

std::optional<Draft> plan_without_hubs(const PlanProblem& problem, const BatchLimits& limits) {
    return HubPlanner{problem, limits}.plan();
}

}  // namespace rowlock
