#include "checks/plan/hub_planner.hpp"

#include "checks/bounds/key_loads.hpp"

#include <algorithm>
#include <numeric>
#include <utility>
#include <vector>

namespace rowlock {
namespace {

constexpr std::size_t k_hubs_max = 4096;

/// Components of the rows added so far.
class GrowingComponents {
public:
    GrowingComponents(const PlanProblem& problem, const BatchLimits& limits)
        : problem_(problem), limits_(limits), parents_(problem.roots().key_count()) {
        std::iota(parents_.begin(), parents_.end(), KeyNo{0});
        sizes_.resize(parents_.size());
    }

    /// False if the component that the row is in does not fit into a batch. The row has keys.
    bool add(RowNo row) {
        const auto keys = problem_.roots().of(row);
        KeyNo top = root(keys[0].key());
        for (const KeyUse use : keys.subspan(1)) {
            const KeyNo other = root(use.key());
            if (other == top) continue;
            const KeyNo smaller = std::min(top, other);
            const KeyNo larger = std::max(top, other);
            sizes_[smaller] += sizes_[larger];
            parents_[larger] = smaller;
            top = smaller;
        }
        sizes_[top] += problem_.size_of(row);
        return sizes_[top].fits(limits_);
    }

private:
    KeyNo root(KeyNo key) {
        while (parents_[key] != key) {
            parents_[key] = parents_[parents_[key]];
            key = parents_[key];
        }
        return key;
    }

    const PlanProblem& problem_;
    const BatchLimits& limits_;
    std::vector<KeyNo> parents_;
    /// Of the component, by its root.
    std::vector<LoadSize> sizes_;
};

class HubPlanner {
public:
    HubPlanner(const PlanProblem& problem, const BatchLimits& limits)
        : problem_(problem), limits_(limits) {}

    std::optional<Draft> plan() {
        keys_ = heaviest_keys(problem_.root_loads(), most_hubs());
        const std::size_t hubs = fewest_hubs();
        if (hubs == 0) return std::nullopt;
        return build(hubs);
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

    void set_hubs(std::size_t count) {
        is_hub_.assign(problem_.roots().key_count(), false);
        for (std::size_t i = 0; i < count; ++i) is_hub_[keys_[i]] = true;
    }

    /// How many of the heaviest keys must be taken out for all components to fit into a batch; 0 if
    /// all of them are not enough. The rows of all are out at first, and those of one key after
    /// another come back, the lightest first, until something no longer fits.
    std::size_t fewest_hubs() {
        set_hubs(keys_.size());
        GrowingComponents components{problem_, limits_};
        for (RowNo row = 0; row < problem_.row_count(); ++row) {
            const KeyNo primary = problem_.primary_key(row);
            const bool stays = primary != k_no_key && !is_hub_[primary];
            if (stays && !components.add(row)) return 0;
        }
        for (std::size_t hubs = keys_.size(); hubs > 0; --hubs) {
            for (const RowNo row : problem_.rows_by_primary().of(keys_[hubs - 1])) {
                if (!components.add(row)) return hubs;
            }
        }
        // Without any taken out all fits: no case for hubs.
        return 0;
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
        set_hubs(count);
        std::vector<std::uint32_t> bytes;
        for (RowNo row = 0; row < problem_.row_count(); ++row) {
            bytes.push_back(static_cast<std::uint32_t>(problem_.size_of(row).bytes));
        }
        const Components components = find_components(rest(), bytes);
        DraftBuilder builder{problem_, limits_};
        std::vector<RowNo> hub_rows;
        for (std::size_t i = 0; i < count; ++i) {
            const auto rows = problem_.rows_by_primary().of(keys_[i]);
            hub_rows.insert(hub_rows.end(), rows.begin(), rows.end());
            problem_.sort_by_content(std::span{hub_rows}.last(rows.size()));
        }
        builder.chain(hub_rows);
        builder.pack_components(components, std::vector<bool>(components.sizes.size(), true));
        return std::move(builder).finish(Planner::hubs);
    }

    const PlanProblem& problem_;
    const BatchLimits& limits_;
    std::vector<KeyNo> keys_;
    std::vector<bool> is_hub_;
};

}  // namespace

std::optional<Draft> plan_without_hubs(const PlanProblem& problem, const BatchLimits& limits) {
    return HubPlanner{problem, limits}.plan();
}

}  // namespace rowlock
