#include "checks/plan/key_groups.hpp"

#include <algorithm>
#include <functional>
#include <numeric>
#include <queue>
#include <span>
#include <utility>

namespace rowlock {
namespace {

/// Union-find that remembers on which of two sides of its set a key is.
class SidedSets {
public:
    explicit SidedSets(std::size_t keys) : parents_(keys), sides_(keys) {
        std::iota(parents_.begin(), parents_.end(), KeyNo{0});
    }

    /// The root of the key's set, and whether the key is on the other side than the root.
    std::pair<KeyNo, std::uint8_t> root(KeyNo key) {
        std::uint8_t side = 0;
        while (parents_[key] != key) {
            const KeyNo parent = parents_[key];
            sides_[key] ^= sides_[parent];
            parents_[key] = parents_[parent];
            side ^= sides_[key];
            key = parents_[key];
        }
        return {key, side};
    }

    /// Puts two keys on different sides; false if they are on one already.
    bool separate(KeyNo a, KeyNo b) {
        const auto [root_a, side_a] = root(a);
        const auto [root_b, side_b] = root(b);
        if (root_a == root_b) return side_a != side_b;
        parents_[std::max(root_a, root_b)] = std::min(root_a, root_b);
        sides_[std::max(root_a, root_b)] = side_a == side_b ? 1 : 0;
        return true;
    }

private:
    std::vector<KeyNo> parents_;
    /// 1 if the key is on the other side than its parent; 0 for a root.
    std::vector<std::uint8_t> sides_;
};

/// Longest processing time first: each key, heaviest first, to the lightest group.
class GroupBalancer {
public:
    GroupBalancer(GroupNo begin, GroupNo end) {
        for (GroupNo group = begin; group < end; ++group) lightest_.push({0, group});
    }

    GroupNo add(std::uint64_t rows) {
        auto [load, group] = lightest_.top();
        lightest_.pop();
        lightest_.push({load + rows, group});
        return group;
    }

private:
    using Group = std::pair<std::uint64_t, GroupNo>;
    std::priority_queue<Group, std::vector<Group>, std::greater<>> lightest_;
};

bool is_wanted(const PlanProblem& problem, const std::vector<bool>& wanted, KeyNo key) {
    const ComponentNo component = problem.components().of_key[key];
    return component != k_no_component && wanted[component];
}

}  // namespace

std::optional<std::vector<std::uint8_t>> find_key_sides(
    const PlanProblem& problem, const std::vector<bool>& wanted
) {
    SidedSets sets{problem.roots().key_count()};
    for (RowNo row = 0; row < problem.row_count(); ++row) {
        const auto keys = problem.roots().of(row);
        if (keys.size() < 2 || !is_wanted(problem, wanted, keys[0].key())) continue;
        if (keys.size() > 2 || !sets.separate(keys[0].key(), keys[1].key())) return std::nullopt;
    }
    std::vector<std::uint8_t> sides(problem.roots().key_count());
    for (KeyNo key = 0; key < sides.size(); ++key) sides[key] = sets.root(key).second;
    return sides;
}

std::vector<GroupNo> group_keys(
    const PlanProblem& problem,
    const std::vector<bool>& wanted,
    const GridDesign& design,
    const std::optional<std::vector<std::uint8_t>>& sides
) {
    const auto& loads = problem.root_loads();
    std::vector<KeyNo> keys;
    for (KeyNo key = 0; key < loads.size(); ++key) {
        if (is_wanted(problem, wanted, key)) keys.push_back(key);
    }
    std::stable_sort(keys.begin(), keys.end(), [&](KeyNo a, KeyNo b) {
        return loads[a].rows > loads[b].rows;
    });
    const auto groups = static_cast<GroupNo>(design.groups);
    const auto split = static_cast<GroupNo>(design.first_side);
    GroupBalancer first{0, split > 0 ? split : groups};
    GroupBalancer second{split, groups};
    std::vector<GroupNo> group_of(loads.size(), k_no_group);
    for (const KeyNo key : keys) {
        const bool on_second = split > 0 && (*sides)[key] == 1;
        group_of[key] = (on_second ? second : first).add(loads[key].rows);
    }
    return group_of;
}

}  // namespace rowlock
